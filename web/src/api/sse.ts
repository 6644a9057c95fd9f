/** One server-sent event. */
export interface Told {
  readonly event: string;
  readonly data: string;
  readonly id: string | null;
}

/**
 * Reads server-sent events out of the text of an answer (HTML, 9.2.6), however it is cut into pieces.
 *
 * The browser's own EventSource cannot say who listens.
 */
export class Reader {
  private rest = '';
  private event = '';
  private data: string[] = [];
  private id: string | null = null;

  read(piece: string): Told[] {
    const told: Told[] = [];
    const text = this.rest + piece;
    const lines = text.split(/\r\n|\n|\r/);
    // A carriage return at the end may be half of a line's end.
    this.rest = lines.pop() ?? '';
    if (text.endsWith('\r')) {
      this.rest = `${lines.pop() ?? ''}\r`;
    }
    for (const line of lines) {
      const event = this.line(line);
      if (event) told.push(event);
    }
    return told;
  }

  private line(line: string): Told | null {
    if (line === '') {
      const { event, data, id } = this;
      [this.event, this.data] = ['', []];
      return data.length === 0 ? null : { event: event || 'message', data: data.join('\n'), id };
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.event = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    return null;
  }
}
