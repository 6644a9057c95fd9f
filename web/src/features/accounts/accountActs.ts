import { api, keyed, told, type Schemas } from '@/api/client';
import type { Texts } from '@/app/texts.zh';
import type { Act } from '@/ui/acts';

export type Account = Schemas['AccountView'];
export type AccountNow = Schemas['AccountNow'];

/** Roles that are given here; the others are given on the server. */
export const GIVEN_ROLES = ['window_clerk', 'handler', 'coordinator'] as const;
/** Roles of accounts of the office. */
export const ROLES = [...GIVEN_ROLES, 'supervisor', 'operator'] as const;

/** What can be done with an account; a new password is told to `hear`, and to nobody else. */
export function actsOf({ login, state, takes_password, is_own, is_privileged }: Account, hear: (now: AccountNow) => void, { operations: { accounts } }: Texts): Act[] {
  if (is_own) return [];
  const path = { login };
  const password: Act = {
    id: 'password',
    label: accounts.password,
    title: accounts.passwordTitle(login),
    note: accounts.passwordNote,
    fields: [],
    send: async (_, key) => hear(await told(api.POST('/api/accounts/{login}/password', { params: { path, header: keyed(key) }, body: {} }))),
  };
  const turn: Act =
    state === 'active'
      ? {
          id: 'disable',
          label: accounts.disable,
          title: accounts.disableTitle(login),
          note: accounts.disableNote,
          fields: [],
          send: (_, key) => told(api.POST('/api/accounts/{login}/disable', { params: { path, header: keyed(key) }, body: {} })),
        }
      : {
          id: 'enable',
          label: accounts.enable,
          title: accounts.enableTitle(login),
          fields: [],
          send: (_, key) => told(api.POST('/api/accounts/{login}/enable', { params: { path, header: keyed(key) }, body: {} })),
        };
  if (is_privileged) return state === 'active' ? [turn] : [];
  return takes_password ? [password, turn] : [turn];
}
