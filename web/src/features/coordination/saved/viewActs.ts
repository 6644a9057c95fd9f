import { api, keyed, told, type Schemas } from '@/api/client';
import type { Texts } from '@/app/texts.zh';
import { need, type Act } from '@/ui/acts';

export type SavedView = Schemas['Rows_ViewRow']['items'][number];

/** Keeps a filter under a name; the office replaces one of the same name. */
export function save(filter: string, name: string, mayShare: boolean, { together: { views }, app }: Texts): Act {
  const share = {
    name: 'shared',
    label: views.share,
    kind: 'choice',
    initial: 'no',
    choices: [
      { value: 'no', label: app.no },
      { value: 'yes', label: app.yes },
    ],
  } as const;
  return {
    id: 'save',
    label: views.save,
    title: views.saveTitle,
    note: views.nameNote,
    fields: [{ name: 'name', label: views.name, kind: 'line', initial: name }, ...(mayShare ? [share] : [])],
    send: (said, key) =>
      told(
        api.POST('/api/coordination/views', {
          params: { header: keyed(key) },
          body: { name: need(said.name), filter, shared: said.shared === 'yes' },
        }),
      ),
  };
}

export function remove({ view_id, name }: SavedView, { together: { views } }: Texts): Act {
  return {
    id: 'remove',
    label: views.remove,
    title: views.removeTitle(name),
    fields: [],
    send: (_, key) =>
      told(api.POST('/api/coordination/views/{view_id}/remove', { params: { path: { view_id }, header: keyed(key) }, body: {} })),
  };
}
