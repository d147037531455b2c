import type { Config } from './config.ts';

/** Every secret that this desk was given: taken out of its log and of whatever it prints, in whichever shape it stands there. */
export function secretsOf({ databaseUrl, slack, discord, openai, secretKey }: Config): readonly string[] {
  const { username, password, pathname } = new URL(databaseUrl ?? 'postgres:');
  // A password that is the user's name, or the database's, keeps nothing secret, and would blot out every other line.
  const own = password === username || password === pathname.slice(1) ? '' : password;
  return [
    own,
    decoded(own),
    slack?.botToken,
    slack?.appToken,
    slack?.signingSecret,
    slack?.oauth?.clientSecret,
    slack?.oauth?.stateSecret,
    discord?.token,
    openai?.apiKey,
    secretKey,
  ].filter((one) => one !== undefined);
}

/** A password that is no valid escape is used as it stands. */
function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
