import { computed, shallowReactive, shallowRef, watch } from 'vue';
import { api, keyed, told, type Schemas } from '@/api/client';
import { useWish } from '@/api/wish';
import { instantOf } from '@/ui/moments';
import { isOfCatalog, nameAlone, nameInFolder, withFiles, type CatalogFile } from './catalogFiles';

type Asked = Schemas['PreviewCatalog'];

/** The files of a catalogue that somebody thinks of publishing, and what the office says of them. */
export function useCatalogDraft() {
  const draft = shallowReactive({ files: [] as readonly CatalogFile[], unreadable: [] as readonly string[], from: '' });
  /** What was found, with what was asked: that, and nothing else, is published. */
  const looked = shallowRef<{ body: Asked; checked: Schemas['CheckedCatalog'] } | null>(null);
  const preview = useWish((body: Asked, _key: string) => told(api.POST('/api/operations/reference/catalogs/preview', { body })));
  const publishing = useWish((body: Schemas['PublishCatalog'], key: string) =>
    told(api.POST('/api/operations/reference/catalogs', { params: { header: keyed(key) }, body })),
  );

  // What was found, refused or done is not said of something else.
  watch([() => draft.files, () => draft.from], () => {
    looked.value = null;
    preview.forget();
    publishing.forget();
  });

  /** All of a folder, in the place of what was there; or single files beside it. */
  async function choose(chosen: readonly File[]): Promise<void> {
    const read: { path: string; name: string; text: string }[] = [];
    const unreadable: string[] = [];
    // A folder may hold anything: what no catalogue has is neither read nor sent.
    for (const file of chosen.filter(({ name }) => isOfCatalog(name))) {
      const text = await textOf(file).catch(() => null);
      if (text === null) unreadable.push(file.name);
      else read.push({ path: file.webkitRelativePath, name: file.name, text });
    }
    draft.unreadable = unreadable;
    const isFolder = read.some(({ path }) => path !== '');
    const files = read.map(({ path, name, text }) => ({ name: isFolder ? nameInFolder(path) : nameAlone(name, text, draft.files), text }));
    draft.files = withFiles(isFolder ? [] : draft.files, files);
  }

  async function begin(version: number): Promise<void> {
    draft.files = await filesOf(version);
  }

  /** Asks about what is there now, unless it is another meanwhile. */
  async function look(): Promise<boolean> {
    const body: Asked = { files: [...draft.files], valid_from: instantOf(draft.from) ?? '' };
    const asked = [draft.files, draft.from];
    const checked = await preview.give(body);
    const isSame = asked[0] === draft.files && asked[1] === draft.from;
    if (!isSame) preview.forget();
    else if (checked) looked.value = { body, checked };
    return isSame && checked !== null;
  }

  /** Publishes what was seen; answers its version. */
  async function publish(): Promise<number | null> {
    const seen = looked.value;
    if (!seen?.checked.preview) return null;
    const answer = await publishing.give({ ...seen.body, digest: seen.checked.preview.digest });
    if (!answer) return null;
    Object.assign(draft, { files: [], unreadable: [], from: '' });
    return answer.version;
  }

  const checked = computed(() => looked.value?.checked ?? null);
  return { draft, checked, preview, publishing, choose, begin, look, publish };
}

/** The text of a file in UTF-8; of another encoding nobody sees what becomes of its characters. */
async function textOf(file: File): Promise<string> {
  return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
}

/** A catalogue that was published, as files. */
export async function filesOf(version: number): Promise<readonly CatalogFile[]> {
  const answer = await told(api.GET('/api/operations/reference/catalogs/{version}/files', { params: { path: { version } } }));
  return answer.files;
}
