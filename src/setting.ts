import type { Account, Address, Tenant } from './adapter.ts';
import type { Asking } from './desk/worth/asking.ts';
import type { Words } from './say/words.ts';
import type { Classifier } from './understand/classifier.ts';

/** What every decision of a desk shares. */
export interface Setting {
  wordsFor(locale: string | undefined): Words;
  agentsPlaces(org: number): readonly Address[];
  agentsPlace(tenant: Tenant): Address | undefined;
  readonly closeAfterMs: number;
  readonly timeZone: string;
  readonly asking: Asking;
  readonly services: readonly string[];
  isLead(account: Account): boolean;
  /** Whether anybody is named who looks after the desk; where nobody is, every agent at work does. */
  readonly hasLeads: boolean;
  /** Groups that only agents are in, by name: what mentions one is hardly meant for the requester. */
  readonly agentsGroups: readonly string[];
  /** What stands before a ticket's number. */
  readonly prefix: string;
  /** Says what a text means that the rules are not sure of. */
  readonly classify?: Classifier;
  /** Texts that both are not sure of are put off, to be understood with a model outside any transaction. */
  readonly model: boolean;
  /** The most bytes that one file may have. */
  readonly fileLimit: number;
  /** How many tickets one person may open in an hour; 0: any number. */
  readonly openLimit: number;
}
