import { ref, watch, type Ref } from 'vue';

export type Language = 'zh' | 'en';
export type Theme = 'light' | 'dark';

/** Remembered on this machine: how the pages look says nothing about anybody. */
function remembered<Value extends string>(name: string, values: readonly Value[]): Ref<Value> {
  const key = `tongban.${name}`;
  const known = values.find((value) => value === localStorage.getItem(key));
  const value = ref(known ?? values[0]) as Ref<Value>;
  watch(value, (now) => localStorage.setItem(key, now));
  return value;
}

export const language = remembered<Language>('language', ['zh', 'en']);
export const theme = remembered<Theme>('theme', ['light', 'dark']);
/** `elder`: large text and targets, fewer things at once, read aloud (适老化). */
export const reading = remembered('reading', ['standard', 'elder'] as const);

/** Columns of the inbox that may be left out. */
export const INBOX_COLUMNS = ['number', 'who', 'handler', 'state'] as const;

const HIDDEN = 'tongban.hidden-columns';
/** Those that are. */
export const hiddenColumns = ref(INBOX_COLUMNS.filter((column) => (localStorage.getItem(HIDDEN) ?? '').split(' ').includes(column)));
watch(hiddenColumns, (now) => localStorage.setItem(HIDDEN, now.join(' ')));

/** Paper is light. */
function showPaper(): void {
  document.documentElement.classList.remove('dark');
}

function showScreen(): void {
  document.documentElement.classList.toggle('dark', theme.value === 'dark');
}

/** Shows the preferences on the page's root, where the style sheets look for them. */
export function showPreferences(): void {
  watch(
    [language, theme, reading],
    () => {
      const root = document.documentElement;
      root.lang = language.value === 'zh' ? 'zh-CN' : 'en';
      showScreen();
      root.classList.toggle('elder', reading.value === 'elder');
    },
    { immediate: true },
  );
  addEventListener('beforeprint', showPaper);
  addEventListener('afterprint', showScreen);
}
