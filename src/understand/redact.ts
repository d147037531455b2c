import { isIPv4, isIPv6 } from 'node:net';

/** What was taken out of a text, in the order it was looked for. */
export type Kind = 'SECRET' | 'CARD' | 'IBAN' | 'EMAIL' | 'IP' | 'PHONE' | 'PERSON';

/** A text that may leave the process, and the way back, which may not. */
export interface Redacted {
  readonly text: string;
  /** What was taken out, by placeholder. */
  readonly found: ReadonlyMap<string, Kind>;
  /** Puts what was taken out back into any text that has the placeholders. */
  restore(text: string): string;
}

interface Finder {
  readonly kind: Kind;
  readonly pattern: RegExp;
  /** The part of a match to take out; undefined for a match that only looks like one. */
  readonly pick?: (match: string) => string | undefined;
}

// Every pattern begins at a boundary or at rare text and has bounded repetitions: time is linear in the text.
const START = '(?<![\\p{L}\\p{N}_-])';

const TOKEN_SHAPES = [
  'xox[a-z]-[\\w.-]{8,200}|xapp-[\\w-]{8,200}|xoxe[\\w.-]{8,200}', // Slack
  'sk-[\\w-]{12,200}|[sr]k_(?:live|test)_\\w{8,200}|whsec_\\w{8,100}', // OpenAI, Anthropic, Stripe
  'gh[opsur]_\\w{20,255}|github_pat_\\w{20,255}|glpat-[\\w-]{16,64}|npm_\\w{20,64}|pypi-[\\w-]{16,255}|dop_v1_\\w{32,80}',
  '(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\\w-]{30,45}|ya29\\.[\\w-]{20,255}|SG\\.[\\w-]{16,40}\\.[\\w-]{16,60}|hf_\\w{20,60}',
  'eyJ[\\w-]{5,4000}\\.[\\w-]{5,4000}\\.[\\w-]{0,4000}', // JWT
  '[MNO][\\w-]{22,28}\\.[\\w-]{6}\\.[\\w-]{27,45}', // Discord
];

/** What a secret is called, */
const KEY =
  '(?<![\\p{L}\\p{N}])(?:passwords?|passwd|passwort|kennwort|contraseña|contrasena|clave|passcode|passphrase|pass\\s?code|pwd|psw|pw|pin|' +
  'pin[\\s-]code|(?:api|account|private|shared|secret|(?:secret[\\s_-]?)?access)[\\s_-]?key|secret|token|otp|2fa code|wlan-passwort)';
/** and what stands between that and the secret itself. */
const SAYS = '(?:\\s{1,3}(?:is|was|are|ist|lautet|war|es|era)(?:\\s{0,3}:)?\\s{1,3}|["\'`]?\\s{0,3}[:=]\\s{0,3})';
const VALUE = '(?:"[^"\\n]{1,200}"|\'[^\'\\n]{1,200}\'|`[^`\\n]{1,200}`|[^\\s"\'`]{3,200})';
const WORD = '[^\\s"\'`]{4,200}';

/** A state that a password can be in is no password. */
const STATES = new Set(
  `a accepted already also an and been being blocked broken changed compromised correct denied different disabled doesnt due
  empty expired expiring forgotten fine gone good here in incorrect invalid it locked lost mine missing necessary needed new
  no not now ok old on or out outdated please rejected required reset right same secure set short shown so still stolen that
  the there this to too unknown valid visible wrong working weak abgelaufen bekannt das der die ein falsch gesperrt gültig
  late slow early immer kaputt leer mein nicht noch nötig richtig schon sicher ungültig und unbekannt vergessen verloren weg wieder zu zurück
  bloqueada bloqueado caducada caducado correcta de el en errónea esta expirada expiró incorrecta inválida la mala mi muy
  nueva perdida que segura un una vencida y ya`.split(/\s+/),
);

const FINDERS: readonly Finder[] = [
  {
    kind: 'SECRET',
    pattern: /-----BEGIN [A-Z0-9 ]{0,40}KEY(?: BLOCK)?-----(?:(?!-----BEGIN )[\s\S]){0,20000}/g,
    // Without an end it was cut off: what follows is more of it.
    pick: (key) => /^[\s\S]*?-----END [A-Z0-9 ]{0,40}-----/.exec(key)?.[0] ?? key,
  },
  { kind: 'SECRET', pattern: new RegExp(`${START}(?:${TOKEN_SHAPES.join('|')})`, 'gu') },
  {
    kind: 'SECRET',
    pattern: /https:\/\/hooks\.slack\.com\/[\w/-]{1,200}|discord(?:app)?\.com\/api\/webhooks\/[\w/-]{1,200}/gi,
  },
  // user:password@host in a URL
  { kind: 'SECRET', pattern: /(?<=:\/\/[^\s/@:]{0,64}:)[^\s/]{1,200}(?=@)/g },
  { kind: 'SECRET', pattern: /(?<=\b(?:bearer|basic|bot)\s)[\w.~+/=-]{16,2000}/gi },
  { kind: 'SECRET', pattern: new RegExp(`(?<=${KEY}${SAYS})${VALUE}`, 'giu'), pick: stated },
  // "my password for the mail is …", "I changed my password to …": what no ordinary word looks like
  { kind: 'SECRET', pattern: new RegExp(`(?<=${KEY}(?:\\s\\p{L}{1,20}){1,4}${SAYS})${VALUE}`, 'giu'), pick: odd },
  {
    kind: 'SECRET',
    pattern: new RegExp(`(?<=${KEY}\\s{1,3}(?:(?:to|as|auf|in|zu|a|por)\\s{1,3})?)${WORD}`, 'giu'),
    pick: odd,
  },
  // "I use … as my password"
  {
    kind: 'SECRET',
    pattern: new RegExp(
      `(?<![^\\s"'\`])${WORD}(?=\\s(?:as|als|como)\\s(?:(?:a|my|the|mein|das|la|mi)\\s)?(?:new\\s|neues\\s|nueva\\s)?${KEY})`,
      'giu',
    ),
    pick: odd,
  },
  { kind: 'SECRET', pattern: /(?<=\bsession(?:[_-]?id)?=)[^\s;,]{8,400}/gi },
  // On a command line
  { kind: 'SECRET', pattern: /(?<=\b(?:mysql|mysqldump|mariadb)\b[^\n]{0,60}\s-p)[^\s]{3,200}/gi },
  {
    kind: 'SECRET',
    pattern: /(?<=\bsshpass\s-p\s?)[^\s]{3,200}|(?<=\bcurl\b[^\n]{0,80}\s-u\s?[^\s:]{1,60}:)[^\s]{1,200}/gi,
  },
  {
    // long and random-looking
    kind: 'SECRET',
    pattern: new RegExp(`${START}[A-Za-z0-9_-]{32,4000}={0,2}`, 'gu'),
    pick: (value) =>
      /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value) || !(/\d/.test(value) && /[A-Za-z]/.test(value))
        ? undefined
        : value,
  },
  {
    kind: 'IBAN',
    pattern: /(?<![\p{L}\p{N}])[a-z]{2}\d{2}(?:[ \u00a0-]?[a-z0-9]){11,30}/giu,
    pick: iban,
  },
  // As it is printed on a card, whatever number stands before it.
  {
    kind: 'CARD',
    pattern:
      /(?<![\p{L}\p{N}])\d{4}[ \u00a0.-](?:\d{4}[ \u00a0.-]\d{4}[ \u00a0.-]\d{1,7}|\d{6}[ \u00a0.-]\d{4,5})(?!\d)/gu,
    pick: (match) => (isCard(match) ? match : undefined),
  },
  {
    kind: 'CARD',
    pattern: /(?<![\p{L}\p{N}])(?<!\d[ -])\d(?:[ -]?\d){12,18}(?!\d)/gu,
    pick: (match) => (isCard(match) ? match : undefined),
  },
  {
    kind: 'EMAIL',
    pattern: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,128}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu,
  },
  {
    kind: 'IP',
    pattern: /(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}(?![\w:])/gi,
    pick: (match) => (isIPv6(match) ? match : undefined),
  },
  {
    kind: 'IP',
    pattern: /(?<![\w.]|\b(?:version|versión|release|build|firmware)[ :]{0,2})\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/giu,
    pick: (match) => (isIPv4(match) ? match : undefined),
  },
  {
    kind: 'PHONE',
    pattern: /(?<![\p{L}\p{N}.,:/#-])[+(]{0,2}\d[\d \u00a0()/.-]{5,22}\d(?![\p{L}\p{N}:])/gu,
    pick: phone,
  },
];

/** What is given as a secret, in plain words; not the state that it is in, nor what follows in the same address or line. */
function stated(value: string): string | undefined {
  const trimmed = value.replace(/[&;][\w-]{1,40}=.*$/s, '').replace(/[.,;?)]{1,5}$/, '');
  return trimmed.length < 3 || STATES.has(trimmed.toLowerCase().replace(/['’]/g, '')) ? undefined : trimmed;
}

/** What looks like no word, no date, no time and no ticket's number. */
function odd(value: string): string | undefined {
  const trimmed = stated(value)?.replace(/[!:]{1,5}$/, (end) => (/[\d#$%&*+=@^_~]/.test(value) ? end : ''));
  if (trimmed === undefined || trimmed.length < 4) return undefined;
  if (
    /^(?:[A-Z]{2,10}-\d{1,9}|[\d.,:/-]+(?:am|pm|%|x)?|[a-z][\w+.-]*:\/\/\S*)$/i.test(trimmed) &&
    !/^\d{4,8}$/.test(trimmed)
  )
    return undefined;
  return /\d/.test(trimmed) || /[#$%&*+=@^~!](?=[\p{L}\p{N}])/u.test(trimmed) ? trimmed : undefined;
}

/** Takes secrets and personal numbers out of a text. Equal values get equal placeholders: `⟨EMAIL-1⟩`. */
export function redact(text: string): Redacted {
  const { texts, ...rest } = redactAll([text]);
  return { ...rest, text: texts[0] ?? '' };
}

/** The same for texts that travel together; and for people, whose names are known, wherever they are named. */
export function redactAll(
  texts: readonly string[],
  people: readonly string[] = [],
): Omit<Redacted, 'text'> & { readonly texts: readonly string[] } {
  const taken = new Map<string, string>();
  const found = new Map<string, Kind>();
  const values = new Map<string, string>();
  const placeholder = (kind: Kind, value: string): string => {
    const key = `${kind} ${value}`;
    const known = taken.get(key);
    if (known !== undefined) return known;
    let number = (counts.get(kind) ?? 0) + 1;
    // Somebody may have typed one: what they wrote must come back as they wrote it.
    while (typed.has(`⟨${kind}-${number}⟩`)) number++;
    counts.set(kind, number);
    const made = `⟨${kind}-${number}⟩`;
    taken.set(key, made);
    found.set(made, kind);
    values.set(made, value);
    return made;
  };
  const counts = new Map<Kind, number>();
  const typed = new Set(texts.flatMap((text) => text.match(PLACEHOLDER) ?? []));
  const finders = [...FINDERS, ...namesOf(people)];
  const left = texts.map((text) =>
    finders.reduce(
      (before, { kind, pattern, pick }) =>
        before.replace(pattern, (match: string) => {
          const value = pick === undefined ? match : pick(match);
          if (value === undefined || value === '' || value.includes('⟨')) return match;
          return placeholder(kind, value) + match.slice(value.length);
        }),
      text,
    ),
  );
  return {
    texts: left,
    found,
    restore: (redacted) => redacted.replace(PLACEHOLDER, (made) => values.get(made) ?? made),
  };
}

/** How many values of each kind were taken out. */
export function kindsOf(found: ReadonlyMap<string, Kind>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of found.values()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Whole names before their parts; a part of two letters, or an initial, is too often something else. */
function namesOf(people: readonly string[]): readonly Finder[] {
  const names = people.flatMap((name) => [name.trim(), ...name.split(/[\s,@]+/)]).filter((name) => name.length >= 3);
  const longestFirst = [...new Set(names)].sort((a, b) => b.length - a.length).slice(0, NAMES_MAX);
  if (longestFirst.length === 0) return [];
  const any = longestFirst.map((name) => name.slice(0, 80).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');
  return [{ kind: 'PERSON', pattern: new RegExp(`(?<![\\p{L}\\p{N}⟨])(?:${any})(?![\\p{L}\\p{N}])`, 'gu') }];
}

const NAMES_MAX = 60;
const PLACEHOLDER = /⟨(?:SECRET|CARD|IBAN|EMAIL|IP|PHONE|PERSON)-\d{1,6}⟩/g;

function isCard(match: string): boolean {
  const digits = match.replace(/\D/g, '');
  if (/^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Lengths by country (ISO 13616 registry). */
const IBAN_LENGTHS = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 ' +
    'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 ' +
    'LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 ' +
    'RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const SEPARATOR = /[ \u00a0-]/;

/** The IBAN that the match begins with: the words after one look like more of it. */
function iban(match: string): string | undefined {
  const length = IBAN_LENGTHS.get(match.slice(0, 2).toUpperCase());
  if (length === undefined) return undefined;
  let end = 0;
  for (let signs = 0; end < match.length && signs < length; end++) if (!SEPARATOR.test(match[end] ?? '')) signs++;
  const value = match.slice(0, end);
  const signs = value.replace(/[ \u00a0-]/g, '').toUpperCase();
  if (signs.length !== length || /[a-z0-9]/i.test(match[end] ?? ' ')) return undefined;
  let rest = 0;
  for (const sign of signs.slice(4) + signs.slice(0, 4)) {
    const number = Number.parseInt(sign, 36);
    rest = (rest * (number > 9 ? 100 : 10) + number) % 97;
  }
  return rest === 1 ? value : undefined;
}

function phone(match: string): string | undefined {
  const digits = match.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15) return undefined;
  if (/^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/.test(match) || /^\d{4}[./-]\d{1,2}[./-]\d{1,2}/.test(match)) return undefined;
  if (/^\(?\d+(?:\.\d+)+$/.test(match) && !/^0|^\d{3}\.\d{3}\.\d{4}$/.test(match)) return undefined;
  // A bracket that begins a remark is none of the number's.
  const bare = match.replace(/^\((?![^)]*\))/, '');
  const international = /^\(?\+|^\(\d{1,5}\)|^00[1-9]/.test(match);
  const national = /^0 ?[1-9]/.test(bare);
  const grouped = /^\d{3}[ .-]\d{3}[ .-]\d{3,4}$|^[6-9]\d{2}(?:[ .-]\d{2}){3}$|^9\d[ .-]\d{3}(?:[ .-]\d{2}){2}$/.test(
    bare,
  );
  return international || (national && digits.length >= 8) || grouped ? match : undefined;
}
