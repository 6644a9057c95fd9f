import { useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import type { components } from '@/api/catalog';
import { api, told } from '@/api/client';
import { spoken } from '@/app/texts';

type Catalog = components['schemas'];
export type Item = Catalog['Item'];
export type Field = Catalog['Field'];
export type Material = Catalog['Material'];
export type Condition = Catalog['Condition'];

/** The office answers items as the catalogue's schema has them, without saying so in the API's. */
export function isItem(value: unknown): value is Item {
  if (typeof value !== 'object' || value === null) return false;
  const form: unknown = Reflect.get(value, 'form');
  return typeof Reflect.get(value, 'code') === 'string' && (form === undefined || (typeof form === 'object' && form !== null));
}

/** An item as it is in force, and what it calls its fields, materials and choices. */
export function useItem(code: Readonly<Ref<string | undefined>>) {
  const { data, error } = useQuery({
    queryKey: ['catalog', 'item', code],
    queryFn: () => told(api.GET('/api/catalog/items/{code}', { params: { path: { code: code.value ?? '' } } })),
    enabled: computed(() => Boolean(code.value)),
    staleTime: 600_000,
  });
  const item = computed(() => (isItem(data.value) ? data.value : undefined));
  const fieldNames = computed(() => new Map(fieldsOf(item.value).map(({ name, titles }) => [name, spoken(titles)])));
  const materialNames = computed(() => new Map(materialsOf(item.value).map(({ code: one, names }) => [one, spoken(names)])));

  /** An answer as people read it. */
  function answerOf(name: string, value: unknown): string {
    const kind = fieldsOf(item.value).find((field) => field.name === name)?.kind;
    const choices = typeof kind === 'object' ? kind.choice : [];
    const choice = choices.find((one) => one.value === value);
    return choice ? spoken(choice.titles) : String(value);
  }

  return { item, error, fieldNames, materialNames, answerOf };
}

export function fieldsOf(item: Item | undefined): readonly Field[] {
  return item?.form?.fields ?? [];
}

export function materialsOf(item: Item | undefined): readonly Material[] {
  return item?.materials ?? [];
}
