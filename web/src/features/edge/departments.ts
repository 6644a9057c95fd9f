import { useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import type { components } from '@/api/catalog';
import { api, told } from '@/api/client';
import { useLive } from '@/api/live';
import { spoken } from '@/app/texts';

type Department = components['schemas']['Department'];

/** The office answers departments as the catalogue's schema has them, without saying so in the API's. */
function isDepartment(value: unknown): value is Department {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'code') === 'string';
}

/** What departments are called, for pages that nobody signs in to. */
export function useDepartmentNames() {
  const { data } = useQuery({
    queryKey: ['catalog', 'public', 'departments'],
    queryFn: () => told(api.GET('/api/catalog/public/departments')),
    staleTime: 600_000,
  });
  const names = computed(() => new Map((data.value ?? []).map(({ code, names: name }) => [code, spoken(name)])));
  return { nameOf: (code: string | null | undefined) => (code ? (names.value.get(code) ?? code) : '') };
}

/** Departments as they are today, and their names. */
export function useDepartments(canAsk: Readonly<Ref<boolean>> = useLive().canAsk) {
  const { data } = useQuery({
    queryKey: ['catalog', 'departments'],
    queryFn: () => told(api.GET('/api/catalog/departments')),
    enabled: canAsk,
    staleTime: 600_000,
  });
  const departments = computed(() => (data.value ?? []).filter(isDepartment));
  const names = computed(() => new Map(departments.value.map(({ code, names: name }) => [code, spoken(name)])));
  function nameOf(code: string | null | undefined): string {
    return code ? (names.value.get(code) ?? code) : '';
  }
  const choices = computed(() =>
    departments.value.map(({ code }) => ({ value: code, label: nameOf(code) })),
  );
  return { departments, nameOf, choices };
}
