import {
  type Account,
  type Adapter,
  type Address,
  type Button,
  type Delivery,
  DeliveryFailure,
  type Desk,
  type Fault,
  type Fetched,
  type FileRef,
  type Incoming,
  type InternalMessage,
  type Line,
  type Outcome,
  type PublicMessage,
  type Remote,
  type Removal,
  type Sent,
  type Tenant,
} from '../../src/adapter.ts';

/** What stands in a place of the plain platform. */
export interface Posted {
  readonly address: Address;
  readonly remote: Remote;
  readonly key: string;
  readonly as: string | undefined;
  readonly text: string;
  readonly buttons: readonly Button[];
  readonly audience: 'everyone' | 'agents';
  readonly file?: { readonly name: string; readonly type: string; readonly bytes: Buffer };
  /** The words that mark it as changed. */
  readonly edited?: string | undefined;
}

/**
 * The smallest platform there is, in memory: for stories about the core, where what a platform does is not the point.
 * Everything shown is in `shown`, in the order of showing; edits replace.
 */
export interface PlainAdapter extends Adapter {
  readonly desk: Desk;
  readonly shown: readonly Posted[];
  readonly sends: readonly Delivery[];
  readonly removals: readonly Removal[];
  /** The same for taking away. */
  failRemovals(fault: (removal: Removal) => { readonly fault: Fault; readonly shown?: boolean } | undefined): void;
  /** Deliveries fail with this, where it gives a fault, before or after they are shown. */
  failWith(
    fault: ((delivery: Delivery) => { readonly fault: Fault; readonly shown?: boolean } | undefined) | undefined,
  ): void;
  command(
    who: string,
    intent: string,
    params?: Record<string, string>,
    where?: 'agents' | 'help' | 'direct',
  ): Promise<Outcome>;
  /** A message in a thread, or, without one, in the speaker's direct messages. */
  say(who: string, text: string, thread?: Address, files?: readonly FileRef[]): Promise<Outcome>;
  /** What there is at a ref; it may fail or take its time. Asked anew at every try. */
  serve(fetch: (ref: string) => Promise<Fetched>): void;
  /** Waits until something shown fits; rejects with all that is shown. */
  sees(fits: (posted: Posted) => boolean, what?: string): Promise<Posted>;
  /** What is shown in a place, oldest first. */
  at(address: Address): readonly Posted[];
  incoming(who: string, said: Incoming['said'], place: Partial<Incoming['place']>, key?: string): Incoming;
}

export function plainAdapter(platform = 'plain'): PlainAdapter {
  const tenant = `${platform}:T` as Tenant;
  const shown: Posted[] = [];
  const sends: Delivery[] = [];
  const removals: Removal[] = [];
  let removalFailure: Parameters<PlainAdapter['failRemovals']>[0] | undefined;
  const waiting = new Set<() => void>();
  const byKey = new Map<string, Sent>();
  let count = 0;
  let desk: Desk | undefined;
  let serving: (ref: string) => Promise<Fetched> = () =>
    Promise.reject(new DeliveryFailure({ kind: 'place gone' }, 'no_such_file'));
  let failure: Parameters<PlainAdapter['failWith']>[0];
  const agents = `${platform}:agents` as Address;
  const direct = (who: string): Address => `${platform}:@${who}` as Address;

  const show = (delivery: Delivery, bytes: Buffer | undefined): Sent => {
    // It looks only when it is told to: what is sent twice without that is shown twice.
    const known = delivery.tried === undefined ? undefined : byKey.get(delivery.key);
    if (known !== undefined) return known;
    count += 1;
    const remote = (delivery.op === 'edit' ? delivery.remote : `m${count}`) as Remote;
    const address = delivery.op === 'open' ? threadAt(delivery.at, remote) : delivery.to;
    const posted: Posted = {
      address,
      remote,
      key: delivery.key,
      as: delivery.op === 'open' ? undefined : delivery.as?.name,
      edited: delivery.op === 'edit' ? delivery.edited : undefined,
      text: textOf(delivery.message),
      buttons: buttonsOf(delivery.message),
      audience: delivery.message.audience,
      ...(delivery.op === 'post' && delivery.file !== undefined && bytes !== undefined
        ? { file: { name: delivery.file.name, type: delivery.file.type, bytes } }
        : {}),
    };
    const index = shown.findIndex((one) => one.address === address && one.remote === remote);
    if (index >= 0) shown[index] = posted;
    else if (delivery.op !== 'edit') shown.push(posted);
    const sent: Sent = delivery.op === 'open' ? { remote, thread: address } : { remote };
    byKey.set(delivery.key, sent);
    for (const look of waiting) look();
    return sent;
  };
  const takeAway = ({ to, remote }: Removal): void => {
    const index = shown.findIndex((one) => one.address === to && one.remote === remote);
    if (index >= 0) shown.splice(index, 1);
    for (const look of waiting) look();
  };
  const threadAt = (at: Address, remote: string): Address => (at.includes('/') ? at : (`${at}/${remote}` as Address));

  const adapter: PlainAdapter = {
    platform,
    shown,
    sends,
    removals,
    failRemovals: (next) => {
      removalFailure = next;
    },
    get desk() {
      if (desk === undefined) throw new Error('not started');
      return desk;
    },
    start: async (given) => {
      desk = given;
      await given.join(tenant, 'Plain');
    },
    stop: async () => {},
    send: async (delivery) => {
      if (delivery.op === 'remove') {
        removals.push(delivery);
        const fails = removalFailure?.(delivery);
        if (fails === undefined || fails.shown === true) takeAway(delivery);
        if (fails !== undefined) throw new DeliveryFailure(fails.fault, 'scripted');
        return { remote: delivery.remote };
      }
      sends.push(delivery);
      const fails = failure?.(delivery);
      if (fails !== undefined && fails.shown !== true) throw new DeliveryFailure(fails.fault, 'scripted');
      const file = delivery.op === 'post' ? delivery.file : undefined;
      const sent = show(delivery, file && Buffer.from(await file.read()));
      if (fails !== undefined) throw new DeliveryFailure(fails.fault, 'scripted');
      return sent;
    },
    fetch: (_tenant, ref) => serving(ref),
    serve: (fetch) => {
      serving = fetch;
    },
    agents: () => agents,
    channel: (_tenant, id) => `${platform}:${id}` as Address,
    direct: (account: Account) => direct(account.split(':')[2] ?? ''),
    bucket: (address) => address.split('/')[0] ?? address,
    failWith: (next) => {
      failure = next;
    },
    incoming: (who, said, place, key) => {
      count += 1;
      return {
        key: key ?? `${platform} ${count}`,
        at: new Date(),
        from: { account: `${tenant}:${who}` as Account, name: who },
        place: { tenant, side: 'direct', address: direct(who), home: direct(who), ...place },
        said,
      };
    },
    command: (who, intent, params = {}, where = 'help') => {
      const place = {
        agents: { side: 'agents', address: agents } as const,
        help: { side: 'public', address: `${platform}:help` as Address } as const,
        direct: {} as const,
      }[where];
      return adapter.desk.receive(adapter.incoming(who, { kind: 'command', intent, params }, place));
    },
    say: (who, text, thread, files) => {
      count += 1;
      const remote = `m${count}` as Remote;
      const side = thread?.startsWith(agents) ? ('agents' as const) : ('direct' as const);
      const address = side === 'agents' ? agents : direct(who);
      const place = {
        side,
        address,
        thread: thread ?? (`${address}/${remote}` as Address),
        replying: thread !== undefined,
      };
      const incoming = adapter.incoming(who, { kind: 'message', text, remote }, place);
      return adapter.desk.receive(files === undefined ? incoming : { ...incoming, files });
    },
    sees: (fits, what = 'what was waited for') =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = shown.find(fits);
          if (found === undefined) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(
            new Error(
              `${what} did not appear; shown is:\n${shown.map((one) => `${one.address} [${one.as ?? '-'}] ${one.text}`).join('\n')}`,
            ),
          );
        }, 20_000);
        waiting.add(look);
        look();
      }),
    at: (address) => shown.filter((one) => one.address === address),
  };
  return adapter;
}

export function textOf({ lines }: PublicMessage | InternalMessage): string {
  return lines.map(textOfLine).join('\n');
}

function textOfLine(line: Line): string {
  switch (line.kind) {
    case 'fields':
      return line.fields.map(({ label, value }) => `${label}: ${value}`).join('\n');
    case 'item':
      return [line.text, line.detail].filter(Boolean).join(' · ');
    case 'title':
    case 'text':
    case 'said':
    case 'hint':
      return line.text;
    default:
      return line satisfies never;
  }
}

export function buttonsOf({ lines, buttons = [] }: PublicMessage | InternalMessage): readonly Button[] {
  return [
    ...lines.flatMap((line) => (line.kind === 'item' && line.button !== undefined ? [line.button] : [])),
    ...buttons,
  ];
}
