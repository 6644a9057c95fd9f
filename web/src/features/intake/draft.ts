/**
 * What a clerk has typed, kept over a reload of the page.
 *
 * It holds personal data: it lies in the tab's own storage alone, sealed by a key that no script can
 * read out, and is gone with the tab. Where the browser has no such keys (a page over plain HTTP),
 * nothing is kept.
 */
const DRAFT = 'tongban.draft';
const DATABASE = 'tongban';
const KEYS = 'keys';
const NONCE_BYTES = 12;

function database(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(KEYS);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

function done<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function key(): Promise<CryptoKey | null> {
  if (!crypto.subtle) return null;
  const store = async (mode: IDBTransactionMode) => (await database()).transaction(KEYS, mode).objectStore(KEYS);
  const known = await done<CryptoKey | undefined>((await store('readonly')).get(DRAFT));
  if (known) return known;
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await done((await store('readwrite')).put(fresh, DRAFT));
  return fresh;
}

const toText = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const toBytes = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Keeps a draft of whoever is signed in; answers whether it could. */
export async function keepDraft(login: string, draft: unknown): Promise<boolean> {
  const sealing = await key().catch(() => null);
  if (!sealing) return false;
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const text = new TextEncoder().encode(JSON.stringify(draft));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(login) }, sealing, text);
  sessionStorage.setItem(DRAFT, `${toText(iv)}.${toText(new Uint8Array(sealed))}`);
  return true;
}

/** The draft that was kept for whoever is signed in; nobody else's. */
export async function keptDraft(login: string): Promise<unknown> {
  const [iv, sealed] = (sessionStorage.getItem(DRAFT) ?? '').split('.');
  const sealing = sealed ? await key().catch(() => null) : null;
  if (!iv || !sealed || !sealing) return null;
  try {
    const additionalData = new TextEncoder().encode(login);
    const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: toBytes(iv), additionalData }, sealing, toBytes(sealed));
    return JSON.parse(new TextDecoder().decode(text)) as unknown;
  } catch {
    forgetDraft();
    return null;
  }
}

export function forgetDraft(): void {
  sessionStorage.removeItem(DRAFT);
}
