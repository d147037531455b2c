import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { Tenant } from '../adapter.ts';
import type { Database } from '../db/connect.ts';
import { orm } from '../db/drizzle.ts';
import { kept, secret } from '../db/schema.ts';
import type { Raw } from '../form.ts';

/** Signs buttons and encrypts what adapters remember. */
export interface Secrets {
  /** See `Desk.seal`. Throws if the result would pass 100 characters: a button must not carry that much. */
  seal(tenant: Tenant, intent: string, params: Raw): string;
  /** See `Desk.unseal`. */
  unseal(tenant: Tenant, sealed: string): { readonly intent: string; readonly params: Raw } | undefined;
  /** A signature that only this desk can make, of no use for another purpose: 43 characters that stand in a URL. */
  sign(purpose: string, payload: string): string;
  keep(tenant: Tenant, key: string, value: string | null): Promise<void>;
  kept(tenant: Tenant, key: string): Promise<string | undefined>;
  /** See `Desk.swap`. */
  swap(tenant: Tenant, key: string, before: string | undefined, value: string): Promise<boolean>;
  keptUnder(tenant: Tenant, prefix: string): Promise<readonly { readonly key: string; readonly value: string }[]>;
}

const SEALED = 100;
/** 96 bits: nobody guesses it, and it leaves a button's 100 characters to what the button means. */
const MAC_BYTES = 12;

/**
 * `master` is the operator's SECRET_KEY. Without one, a key is made once and kept in the database, where every replica
 * finds it; a key of one's own keeps it apart from what it protects.
 */
export async function secrets(db: Database, master: string | undefined): Promise<Secrets> {
  const root = master === undefined ? await ownKey(db) : Buffer.from(master);
  // Made ready once: each button of a card is signed.
  const sealing = createSecretKey(derive(root, 'seal'));
  const keeping = derive(root, 'keep');
  const mac = (tenant: Tenant, payload: string): string =>
    createHmac('sha256', sealing).update(`${tenant}\n${payload}`).digest().subarray(0, MAC_BYTES).toString('base64url');

  return {
    seal: (tenant, intent, params) => {
      const given = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined);
      const payload = `${intent}?${new URLSearchParams(given)}`;
      const sealed = `${payload}.${mac(tenant, payload)}`;
      if (sealed.length > SEALED) throw new Error(`a button of ${sealed.length} characters: ${intent}`);
      return sealed;
    },
    unseal: (tenant, sealed) => {
      const dot = sealed.lastIndexOf('.');
      const payload = sealed.slice(0, Math.max(dot, 0));
      // As text, for what is read from base64 overlooks what does not belong to it.
      const [given, wanted] = [Buffer.from(sealed.slice(dot + 1)), Buffer.from(mac(tenant, payload))];
      if (sealed.length > SEALED || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
      const [intent = '', query = ''] = payload.split('?', 2);
      return { intent, params: Object.fromEntries(new URLSearchParams(query)) };
    },
    sign: (purpose, payload) =>
      createHmac('sha256', derive(root, purpose)).update(payload).digest().toString('base64url'),
    keep: async (tenant, key, value) => {
      if (value === null) {
        await db.orm.delete(kept).where(orm.and(orm.eq(kept.tenant, tenant), orm.eq(kept.key, key)));
        return;
      }
      const hidden = encrypt(keeping, `${tenant}\n${key}`, value);
      await db.orm
        .insert(kept)
        .values({ tenant, key, value: hidden })
        .onConflictDoUpdate({ target: [kept.tenant, kept.key], set: { value: hidden } });
    },
    kept: async (tenant, key) => {
      const where = orm.and(orm.eq(kept.tenant, tenant), orm.eq(kept.key, key));
      const [row] = await db.orm.select().from(kept).where(where);
      return row === undefined ? undefined : decrypt(keeping, `${tenant}\n${key}`, row.value);
    },
    swap: async (tenant, key, before, value) => {
      const hidden = encrypt(keeping, `${tenant}\n${key}`, value);
      if (before === undefined) {
        const made = await db.orm.insert(kept).values({ tenant, key, value: hidden }).onConflictDoNothing().returning();
        return made.length > 0;
      }
      const where = orm.and(orm.eq(kept.tenant, tenant), orm.eq(kept.key, key));
      const [row] = await db.orm.select().from(kept).where(where);
      if (row === undefined || decrypt(keeping, `${tenant}\n${key}`, row.value) !== before) return false;
      // No two encryptions are alike: if the hidden value is the same still, nobody has written meanwhile.
      const same = orm.and(where, orm.eq(kept.value, row.value));
      return (await db.orm.update(kept).set({ value: hidden }).where(same).returning()).length > 0;
    },
    keptUnder: async (tenant, prefix) => {
      const where = orm.and(orm.eq(kept.tenant, tenant), orm.sql`starts_with(${kept.key}, ${prefix})`);
      // In the order of bytes: the default order depends on how the database was made.
      const rows = await db.orm.select().from(kept).where(where).orderBy(orm.sql`${kept.key} collate "C"`);
      return rows.map(({ key, value }) => ({ key, value: decrypt(keeping, `${tenant}\n${key}`, value) }));
    },
  };
}

async function ownKey({ orm: db }: Database): Promise<Buffer> {
  await db
    .insert(secret)
    .values({ id: 1, value: randomBytes(32) })
    .onConflictDoNothing();
  const [row] = await db.select().from(secret);
  if (row === undefined) throw new Error('the desk has no key');
  return row.value;
}

const derive = (root: Buffer, use: string): Buffer => Buffer.from(hkdfSync('sha256', root, 'deskbell', use, 32));

const IV = 12;
const TAG = 16;

/** AES-256-GCM; where the value belongs is its associated data, so that a row moved to another tenant does not open. */
function encrypt(key: Buffer, place: string, value: string): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function decrypt(key: Buffer, place: string, hidden: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, hidden.subarray(0, IV))
    .setAAD(Buffer.from(place))
    .setAuthTag(hidden.subarray(IV, IV + TAG));
  return Buffer.concat([decipher.update(hidden.subarray(IV + TAG)), decipher.final()]).toString('utf8');
}
