import { computed, ref } from 'vue';

/** Whether the office answers: what the browser knows of the network, and how the last request went. */
const hasNetwork = ref(navigator.onLine);
const wasAnswered = ref(true);
/** When it last did, in milliseconds. */
export const answeredAt = ref(Date.now());

addEventListener('online', () => (hasNetwork.value = true));
addEventListener('offline', () => (hasNetwork.value = false));

export function answered(): void {
  wasAnswered.value = true;
  answeredAt.value = Date.now();
}

export function unanswered(): void {
  wasAnswered.value = false;
}

export const isConnected = computed(() => hasNetwork.value && wasAnswered.value);
