import type { components } from './schema';

export type Change = components['schemas']['Changed'];

export function isChange(value: unknown): value is Change {
  const fields = ['projection', 'stream', 'id', 'event', 'correlation'];
  return (
    typeof value === 'object' &&
    value !== null &&
    fields.every((field) => typeof Reflect.get(value, field) === 'string')
  );
}
