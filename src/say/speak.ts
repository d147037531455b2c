import { answers } from './answers.ts';
import { assist } from './assist.ts';
import { cards } from './cards.ts';
import { files } from './files.ts';
import { knowledge } from './knowledge.ts';
import { listing } from './listing.ts';
import type { Language } from './phrases.ts';
import { refusals } from './refusals.ts';
import { report } from './report.ts';
import { triage } from './triage.ts';
import { usages } from './usage.ts';
import { voice } from './voice.ts';
import { when } from './when.ts';
import type { Tone, Words } from './words.ts';
import { worth } from './worth.ts';

/** Everything that the desk says, out of the phrases of one language. */
export function speak(tone: Tone, language: Language): Words {
  const speaking = voice(tone, language);
  return {
    label: speaking.label,
    statuses: speaking.phrases.statuses,
    forms: speaking.phrases.forms,
    ...cards(speaking),
    ...listing(speaking),
    ...usages(speaking),
    ...refusals(speaking),
    ...answers(speaking),
    ...triage(speaking),
    ...files(speaking),
    assist: assist(speaking),
    ...worth(speaking),
    ...knowledge(speaking),
    ...report(speaking),
    ...when(tone, speaking),
    services: tone.services ?? [],
  };
}
