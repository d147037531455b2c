import { makeAccount, makeAddress, parseAddress, TENANT } from '../../adapters/playground/ids.ts';
import type { Account, Address } from '../../src/adapter.ts';
import { type Stage, testAdapter, type Who } from './contract.ts';
import { setup as openGuild } from './discord/setup.ts';
import { fresh, lineOf, openPlayground } from './playground/support.ts';
import { openOffice } from './slack/setup.ts';

/** One person's screen in the playground: what its stream of events has told so far. */
interface Screen {
  texts(): readonly string[];
  button(label: string): string | undefined;
  ended(): boolean;
  close(): void;
}

async function watch(url: string, who: string): Promise<Screen> {
  const stopped = new AbortController();
  const response = await fetch(`${url}api/events?who=${who}`, { signal: stopped.signal });
  const entries = new Map<string, string>();
  const take = (entry: { readonly id: string }): void => {
    entries.set(entry.id, JSON.stringify(entry));
  };
  const drop = (gone: { readonly id: string } | undefined): void => {
    if (gone !== undefined) entries.delete(gone.id);
  };
  let ready: () => void = () => {};
  const isReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      const events = (rest + Buffer.from(chunk).toString('utf8')).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const told = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '{}');
        for (const one of [...(told.posts ?? []), ...(told.whispers ?? []), told.post, told.whisper].filter(Boolean))
          take(one);
        drop(told.dropped);
        if (event.includes('event: ready')) ready();
      }
    }
  };
  let over = false;
  read()
    .catch(() => {})
    .finally(() => {
      over = true;
    });
  await isReady;
  return {
    texts: () => [...entries.values()],
    button: (label) => {
      for (const entry of entries.values()) {
        const found = (JSON.parse(entry).content.buttons ?? []).find((one: { label: string }) => one.label === label);
        if (found !== undefined) return found.value;
      }
      return undefined;
    },
    ended: () => over,
    close: () => stopped.abort(),
  };
}

const last = (address: Address): string => address.split('/').at(-1) ?? '';

testAdapter('Slack', async (): Promise<Stage> => {
  const office = await openOffice({
    furnish: (slack) => slack.addUser({ id: 'UOLU', name: 'olu' }),
  });
  const { slack, people } = office;
  const user: Readonly<Record<Who, string>> = { requester: 'UMIRA', agent: 'USAM', stranger: 'UOLU' };
  return {
    adapter: office.adapter,
    desk: office.desk,
    tenant: 'slack:T1' as Stage['tenant'],
    requester: 'slack:T1:UMIRA' as Account,
    home: 'slack:T1/@UMIRA' as Address,
    types: (text) => people.slash({ user: 'UMIRA', channel: 'CHELP', command: '/ticket', text }),
    presses: (who, label) => people.press({ user: user[who], channel: 'CTRIAGE', label }),
    writes: async (who, thread, text) => {
      const channel = thread.split('/')[1] ?? '';
      const said = await people.message({ user: user[who], channel, threadTs: last(thread), text });
      const it = { user: user[who], channel, ts: said.ts };
      return {
        again: () => people.redeliver(said, { retryNum: 1, retryReason: 'http_timeout' }),
        changes: (now) => people.edit({ ...it, text: now.replaceAll('**', '*') }),
        deletes: () => people.remove(it),
      };
    },
    attaches: (who, thread, text, file) =>
      people.message({
        user: user[who],
        channel: thread.split('/')[1] ?? '',
        threadTs: last(thread),
        text,
        files: [file],
      }),
    opens: async (who, name) =>
      slack
        .seenBy(user[who])
        .flatMap(({ files }) => files)
        .filter((one) => one === name)
        .flatMap(() => slack.files().find((file) => file.name === name)?.bytes ?? []),
    sees: (who) => slack.seenBy(user[who]).map(({ said, username }) => `${username ?? ''} ${said}`),
    until: (fits, what) => slack.waitFor(fits, { what }),
    marks: (who, part) => slack.seenBy(user[who]).some(({ said }) => said.includes(part) && said.includes('(changed)')),
    rang: () => slack.calls.some(({ args }) => /<!(channel|here|everyone)|<@U|<!subteam/.test(JSON.stringify(args))),
    close: office.stop,
  };
});

testAdapter('Discord', async (): Promise<Stage> => {
  const guild = await openGuild();
  const { discord, adapter, desk, tenant } = guild;
  const user: Readonly<Record<Who, string>> = { requester: 'mira', agent: 'dana', stranger: 'olu' };
  const channel = discord.idOf('help');
  return {
    adapter,
    desk,
    tenant,
    requester: `${tenant}:${discord.idOf('mira')}` as Account,
    home: `${tenant}/${channel}/@${discord.idOf('mira')}` as Address,
    types: async (line) => {
      const [sub = '', ticket] = line.split(' ');
      const handle = await discord.slash({
        user: 'mira',
        channel: 'help',
        command: 'ticket',
        sub,
        options: ticket === undefined ? {} : { ticket },
      });
      return handle.reply();
    },
    presses: async (who, label) => {
      const [message] = discord.channel('triage').messages;
      if (message === undefined) throw new Error('there is no card');
      const handle = await discord.press({ user: user[who], message: message.id, label });
      return handle.response();
    },
    writes: async (who, thread, content) => {
      const message = await discord.message({ user: user[who], channel: last(thread), content });
      return {
        again: async () => discord.redeliver(message.id),
        changes: async (now) => discord.edit({ user: user[who], message, content: now }),
        deletes: async () => discord.delete({ user: user[who], message }),
      };
    },
    attaches: async (who, thread, content, { name, bytes }) =>
      discord.message({ user: user[who], channel: last(thread), content, attachments: [{ name, data: bytes }] }),
    opens: async (who, name) => {
      const seen = discord
        .seenBy(user[who])
        .flatMap((one) => (one.kind === 'message' ? (one.message?.attachments ?? []) : []));
      const found = seen.filter(({ filename, title }) => title === name || filename === name);
      return Promise.all(found.map(async ({ url }) => Buffer.from(await (await fetch(url)).arrayBuffer())));
    },
    sees: (who) =>
      discord
        .seenBy(user[who])
        .map((one) => `${one.kind === 'message' ? one.message?.author.username : ''} ${one.text}`),
    until: (fits, what) => discord.waitFor(fits, { what }),
    marks: (who, part) =>
      discord
        .seenBy(user[who])
        .some((one) => one.text.includes(part) && one.kind === 'message' && one.message?.edited_timestamp != null),
    // Discord's own line above a thread names the bot.
    rang: () =>
      discord.unsafeMentions.length > 0 ||
      discord.ledger.some(({ pinged }) => pinged?.some((id) => id !== discord.botId) === true),
    close: async () => {},
  };
});

testAdapter('The playground', async (): Promise<Stage> => {
  const opened = await openPlayground();
  const { adapter, desk } = opened;
  const user: Readonly<Record<Who, 'mira' | 'sam' | 'kai'>> = { requester: 'mira', agent: 'sam', stranger: 'kai' };
  const look = () => Promise.all(Object.values(user).map((who) => watch(opened.url, who)));
  let screens = await look();
  const alerts: string[] = [];
  const screenOf = (who: Who) => screens[Object.keys(user).indexOf(who)];
  return {
    adapter,
    desk,
    tenant: TENANT,
    requester: makeAccount('mira'),
    home: makeAddress({ channel: '@mira' }),
    types: async (line) => {
      // What the page is answered, it shows to the person who typed.
      const { status, body } = await opened.gesture(lineOf('mira', 'help', `/ticket ${line}`));
      if (status >= 400) alerts.push(String(body['error']));
    },
    presses: async (who, label) => {
      const value = await screenOf(who)?.button(label);
      return opened.gesture({ who: user[who], id: fresh(), kind: 'press', place: 'it-triage', value });
    },
    writes: async (who, thread, text) => {
      const spot = parseAddress(thread);
      const body = lineOf(user[who], spot?.channel ?? '', text, { thread: spot?.thread });
      await opened.gesture(body);
      const message = desk.heard.map(({ said }) => (said.kind === 'message' ? said.remote : undefined)).at(-1);
      const it = () => ({ who: user[who], id: fresh(), place: spot?.channel, message });
      return {
        again: () => opened.gesture(body),
        changes: (now) => opened.gesture({ ...it(), kind: 'edit', text: now }),
        deletes: () => opened.gesture({ ...it(), kind: 'delete' }),
      };
    },
    attaches: async (who, thread, text, { name, bytes }) => {
      const spot = parseAddress(thread);
      const file = await opened.upload(user[who], name, bytes);
      await opened.gesture(lineOf(user[who], spot?.channel ?? '', text, { thread: spot?.thread, files: [file] }));
    },
    opens: async (who, name) => {
      const posts = (screenOf(who)?.texts() ?? []).map((one) => JSON.parse(one));
      const files = posts.flatMap(({ files: all }) => all ?? []).filter((file: { name: string }) => file.name === name);
      return Promise.all(
        files.map(async ({ id }) => {
          const answer = await fetch(`${opened.url}file/${id}?who=${user[who]}`);
          return Buffer.from(await answer.arrayBuffer());
        }),
      );
    },
    sees: (who) => [...(screenOf(who)?.texts() ?? []), ...(who === 'requester' ? alerts : [])],
    until: async (fits, what) => {
      for (let tries = 0; !fits(); tries += 1) {
        if (tries > 1_000) throw new Error(`${what} did not appear`);
        // A page whose stream has ended comes back by itself.
        if (screens.some(({ ended }) => ended())) screens = await look();
        await new Promise((wake) => setTimeout(wake, 20));
      }
    },
    marks: (who, part) =>
      (screenOf(who)?.texts() ?? []).some((entry) => entry.includes(part) && JSON.parse(entry).edited === true),
    rang: () => false,
    close: async () => {
      for (const screen of screens) screen.close();
      await opened.close();
    },
  };
});
