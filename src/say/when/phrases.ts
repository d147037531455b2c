/** What was read out of somebody's words about when: under the field where they can say otherwise. At most 100 characters. */
export interface WhenPhrases {
  started(day: string): string;
  neededBy(day: string): string;
  both(started: string, neededBy: string): string;
}
