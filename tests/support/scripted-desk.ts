import type { Desk, HeardThread, Incoming, Outcome, Revision, Tenant } from '../../src/adapter.ts';
import type { DrawnField, DrawnForm, Raw } from '../../src/form.ts';

/** A desk for trying one adapter alone: it writes down what it hears and answers what it is told to. Seals are not signed. */
export interface ScriptedDesk extends Desk {
  readonly heard: Incoming[];
  /** Every form that it gave to be shown. */
  readonly drawn: readonly DrawnForm[];
  /** What became of messages. */
  readonly revisions: Revision[];
  /** Resolves with the first of them that fits, told already or later. */
  learns(fits: (revision: Revision) => boolean): Promise<Revision>;
  /** What it says of its threads. */
  readonly threadsHeard: HeardThread[];
  readonly joined: Tenant[];
  readonly lines: {
    readonly level: string;
    readonly fields: Readonly<Record<string, unknown>>;
    readonly message: string;
  }[];
  /** What `receive` does with the next gestures; the last one given stays. May throw. */
  answerWith(reply: (incoming: Incoming) => Outcome | Promise<Outcome>): void;
  /** Resolves with the first Incoming that fits, heard already or later. */
  hears(fits: (incoming: Incoming) => boolean): Promise<Incoming>;
}

export function scriptedDesk(): ScriptedDesk {
  const heard: Incoming[] = [];
  const revisions: Revision[] = [];
  const drawn: DrawnForm[] = [];
  const joined: Tenant[] = [];
  const lines: { level: string; fields: Readonly<Record<string, unknown>>; message: string }[] = [];
  const threads: HeardThread[] = [];
  const kept = new Map<string, string>();
  const learning: { fits: (revision: Revision) => boolean; resolve: (revision: Revision) => void }[] = [];
  const locks = new Map<string, Promise<unknown>>();
  const waiting: { fits: (incoming: Incoming) => boolean; resolve: (incoming: Incoming) => void }[] = [];
  let reply: (incoming: Incoming) => Outcome | Promise<Outcome> = () => ({ kind: 'done' });
  const log = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    lines.push({ level, fields, message });
  };
  return {
    heard,
    revisions,
    revise: async (revision) => {
      revisions.push(revision);
      for (const one of learning.filter(({ fits }) => fits(revision))) one.resolve(revision);
    },
    learns: (fits) => {
      const already = revisions.find(fits);
      return already ? Promise.resolve(already) : new Promise((resolve) => learning.push({ fits, resolve }));
    },
    threadsHeard: threads,
    joined,
    lines,
    answerWith: (next) => {
      reply = next;
    },
    hears: (fits) => {
      const already = heard.find(fits);
      return already ? Promise.resolve(already) : new Promise((resolve) => waiting.push({ fits, resolve }));
    },
    receive: async (incoming) => {
      heard.push(incoming);
      for (const one of waiting.filter(({ fits }) => fits(incoming))) one.resolve(incoming);
      return reply(incoming);
    },
    join: async (tenant) => {
      joined.push(tenant);
    },
    parse: (line) => {
      const [first = '', ...rest] = line.trim().split(/\s+/);
      const tail = rest.join(' ');
      if (first === '') return { intent: 'help', params: {} };
      if (first === 'status') return { intent: 'status', params: tail === '' ? {} : { ticket: tail } };
      if (first === 'open') return { intent: 'open', params: tail === '' ? {} : { subject: tail } };
      if (first in FORMS) return { intent: first, params: tail === '' ? {} : { ticket: tail } };
      return { intent: 'open', params: { subject: line.trim() } };
    },
    drawn,
    remembered: async (_tenant, { draft }) => (draft === 'D1' ? { text: 'words to look over' } : undefined),
    form: (intent, params, _locale, all) => {
      const form = FORMS[intent];
      if (form === undefined) return undefined;
      const asks = intent === 'open' && params['description'] === undefined;
      const lacks = form.fields.some(({ name, required }) => required && (params[name] ?? '').trim() === '');
      if (!(all || asks || lacks)) return undefined;
      const asked = { ...form, fields: form.fields.map((field) => prefilled(field, params)) };
      drawn.push(asked);
      return asked;
    },
    forms: () => Object.values(FORMS),
    seal: (tenant, intent, params) => `${intent}?${new URLSearchParams(clean(params))}.${tenant}`.slice(0, 100),
    unseal: (tenant, sealed) => {
      if (!sealed.endsWith(`.${tenant}`)) return undefined;
      const [intent = '', query = ''] = sealed.slice(0, -tenant.length - 1).split('?');
      return { intent, params: Object.fromEntries(new URLSearchParams(query)) };
    },
    keep: async (tenant, key, value) => {
      if (value === null) kept.delete(`${tenant} ${key}`);
      else kept.set(`${tenant} ${key}`, value);
    },
    kept: async (tenant, key) => kept.get(`${tenant} ${key}`),
    swap: async (tenant, key, before, value) => {
      if (kept.get(`${tenant} ${key}`) !== before) return false;
      kept.set(`${tenant} ${key}`, value);
      return true;
    },
    keptUnder: async (tenant, prefix) =>
      [...kept]
        .filter(([key]) => key.startsWith(`${tenant} ${prefix}`))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => ({ key: key.slice(tenant.length + 1), value })),
    suggest: async (_from, _place, typed) =>
      ['INC-2 Printer', 'INC-1 VPN']
        .filter((label) => label.toLowerCase().includes(typed.toLowerCase()))
        .map((label) => ({ value: label.slice(4, 5), label })),
    panel: () => ({
      audience: 'everyone',
      lines: [{ kind: 'text', text: '(panel)' }],
      buttons: ['open', 'status', 'help'].map((intent) => ({ label: `${intent} title`, intent, params: {} })),
    }),
    alone: async (tenant, name, work) => {
      const before = locks.get(`${tenant} ${name}`);
      const mine = (before ?? Promise.resolve()).then(work);
      locks.set(
        `${tenant} ${name}`,
        mine.catch(() => undefined),
      );
      return mine;
    },
    threads: async () => threads,
    phrase: (which) => `(${which})`,
    log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
  };
}

const prefilled = (field: DrawnField, params: Raw): DrawnField => {
  const value = params[field.name];
  return value === undefined ? field : { ...field, value };
};

const clean = (params: Raw): Record<string, string> =>
  Object.fromEntries(Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

const ticket: DrawnField = { name: 'ticket', label: 'Ticket', kind: 'ticket', required: true, hint: 'Like INC-12' };
const form = (intent: string, fields: readonly DrawnField[]): DrawnForm => ({
  intent,
  title: `${intent} title`,
  submit: 'Send',
  about: `What ${intent} does`,
  fields,
});

const FORMS: Readonly<Record<string, DrawnForm>> = {
  open: form('open', [
    { name: 'subject', label: 'Subject', kind: 'text', required: true, max: 150 },
    { name: 'description', label: 'Description', kind: 'long text', required: false, max: 3000 },
    {
      name: 'urgency',
      label: 'Urgency',
      kind: 'choice',
      required: false,
      options: ['low', 'medium', 'high'].map((value) => ({ value, label: value })),
    },
  ]),
  status: form('status', [{ ...ticket, required: false }]),
  list: form('list', []),
  note: form('note', [ticket, { name: 'text', label: 'Note', kind: 'long text', required: true, max: 3000 }]),
  claim: form('claim', [ticket]),
  resolve: form('resolve', [
    ticket,
    { name: 'summary', label: 'What solved it', kind: 'long text', required: true, max: 1000 },
  ]),
  rate: form('rate', [ticket, { name: 'score', label: 'Score', kind: 'number', required: true, min: 1, max: 5 }]),
  help: form('help', []),
};
