import { expect, test } from 'vitest';
import { Reader } from './sse';

const TEXT = ': hello\r\nevent: ready\r\nid: 1-0:4\r\ndata: {}\r\n\r\nevent: changed\ndata: {"a":1}\n\ndata: x\ndata: y\n\n';

test('events are read however the text is cut', () => {
  for (let size = 1; size <= TEXT.length; size += 1) {
    const reader = new Reader();
    const told = [];
    for (let at = 0; at < TEXT.length; at += size) told.push(...reader.read(TEXT.slice(at, at + size)));
    expect(told, `pieces of ${size}`).toEqual([
      { event: 'ready', data: '{}', id: '1-0:4' },
      { event: 'changed', data: '{"a":1}', id: '1-0:4' },
      { event: 'message', data: 'x\ny', id: '1-0:4' },
    ]);
  }
});

test('what has no data is no event', () => {
  expect(new Reader().read(':\n\nevent: ready\n\n')).toEqual([]);
});
