import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query';
import { createApp } from 'vue';
import { Refused } from './api/problem';
import App from './app/App.vue';
import { showPreferences } from './app/preferences';
import { router } from './app/router';
import './ui/theme.css';

/** Questions are repeated so often where nobody answered, or the office asks for it. */
const RETRIES_MAX = 2;
const RETRY_MS = 800;

showPreferences();

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      networkMode: 'always',
      refetchOnWindowFocus: false,
      retry: (n, error) => error instanceof Refused && error.isUncertain && n < RETRIES_MAX,
      retryDelay: (_, error) =>
        error instanceof Refused && error.retryAfterSecs ? error.retryAfterSecs * 1_000 : RETRY_MS,
    },
  },
});

createApp(App).use(router).use(VueQueryPlugin, { queryClient }).mount('#app');
