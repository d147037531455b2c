import { describe, expect, it } from 'vitest';
import { permit } from '../../src/desk/access.ts';
import { ADVOCACY_EVERY_MS, ASK_ALWAYS, choose, FACTORS, lot, shuffled } from '../../src/desk/worth/asking.ts';
import { formFor } from '../../src/draw.ts';
import { Refusal } from '../../src/errors.ts';
import { askRating, expireRating } from '../../src/intents/ask-rating.ts';
import { comment } from '../../src/intents/comment.ts';
import { settle } from '../../src/intents/follow-up.ts';
import { rate } from '../../src/intents/rate.ts';
import { resolve } from '../../src/intents/resolve.ts';
import { answerSurvey, explainSurvey, openSurvey } from '../../src/intents/survey.ts';
import { agent, DANA, decided, MIRA, NOW, refused, SAM, scene } from '../support/scene.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const mira = { actor: { ...MIRA, agent: false } };
const asked = { survey: { round: 1, state: 'offered' }, status: 'resolved', resolvedAt: NOW } as const;
const askedOf = (kind: 'advocacy' | 'experience') => ({ ...asked, survey: { ...asked.survey, kind } });

describe('whether somebody is asked, and what', () => {
  const of = (percent: Partial<typeof ASK_ALWAYS.percent>) => ({
    ...ASK_ALWAYS,
    percent: { rating: 0, advocacy: 0, experience: 0, ...percent },
  });

  it('is drawn by the ticket and the round alone, as often as the settings say', () => {
    const asking = of({ rating: 30 });
    const drawn = Array.from({ length: 10_000 }, (_, n) => choose(n + 1, 1, asking, {}, NOW));
    expect(Array.from({ length: 10_000 }, (_, n) => choose(n + 1, 1, asking, {}, NOW))).toEqual(drawn);
    const share = drawn.filter((one) => one === 'rating').length / 10_000;
    expect(share).toBeGreaterThan(0.28);
    expect(share).toBeLessThan(0.32);
    expect(drawn.find((one) => one !== 'rating')).toEqual({ why: 'sampled out' });
    expect(lot('rating 1 1')).not.toBe(lot('rating 1 2'));
  });

  it('draws advocacy first, then experience, then the rating', () => {
    expect(choose(1, 1, of({ advocacy: 100, experience: 100, rating: 100 }), {}, NOW)).toBe('advocacy');
    expect(choose(1, 1, of({ experience: 100, rating: 100 }), {}, NOW)).toBe('experience');
    expect(choose(1, 1, of({ rating: 100 }), {}, NOW)).toBe('rating');
  });

  it('asks for advocacy once in a quarter at most, and otherwise something else', () => {
    const asking = of({ advocacy: 100, rating: 100 });
    expect(choose(1, 1, asking, { advocacy: ago(ADVOCACY_EVERY_MS - 1) }, NOW)).toBe('rating');
    expect(choose(1, 1, asking, { advocacy: ago(ADVOCACY_EVERY_MS) }, NOW)).toBe('advocacy');
  });

  it('leaves whoever was asked lately in peace', () => {
    const asking = { ...ASK_ALWAYS, coolDownMs: DAY };
    expect(choose(1, 1, asking, { any: ago(DAY - 1) }, NOW)).toEqual({ why: 'cool-down' });
    expect(choose(1, 1, asking, { any: ago(DAY) }, NOW)).toBe('rating');
  });
});

describe('resolving', () => {
  const asking = { ...ASK_ALWAYS, delayMs: 2 * HOUR };

  it('asks at once where nothing has to be waited or looked up for, and puts the end of the question off', () => {
    const { effects, ticket } = decided(resolve, {}, scene());
    expect(ticket.survey).toEqual({ round: 1, state: 'offered' });
    expect(effects).toContainEqual({
      do: 'later',
      at: new Date(NOW.getTime() + 14 * DAY),
      key: 'expire 12 1',
      intent: 'expire rating',
      params: { ticket: '12', round: '1' },
    });
  });

  it('leaves the question to the clock where there is a delay, and the clock asks once', () => {
    const { effects, ticket } = decided(resolve, {}, scene({}, { asking }));
    expect(ticket.survey.state).toBe('none');
    const later = effects.find((effect) => effect.do === 'later' && effect.intent === 'ask rating');
    expect(later).toMatchObject({
      at: new Date(NOW.getTime() + 2 * HOUR),
      params: { resolved: String(NOW.getTime()) },
    });
    const clock = { actor: undefined, asking };
    const resolved = String(NOW.getTime());
    const then = decided(askRating, { resolved }, scene({ ...asked, survey: { round: 0, state: 'none' } }, clock));
    expect(then.ticket.survey).toEqual({ round: 1, state: 'offered' });
  });

  it('asks nobody about a ticket that was taken up again before it was time', () => {
    const clock = { actor: undefined, asking };
    const { effects } = decided(
      askRating,
      { resolved: String(NOW.getTime()) },
      scene({ status: 'in_progress' }, clock),
    );
    expect(effects).toEqual([{ do: 'spare rating', ticket: 12, why: 'reopened' }]);
  });

  it('says why nobody is asked: their own work, a ticket withdrawn, a lot not drawn, somebody asked before', () => {
    const whyOf = (effects: readonly object[]) => effects.flatMap((one) => ('why' in one ? [one.why] : []));
    expect(whyOf(decided(resolve, {}, scene({ assignee: MIRA })).effects)).toEqual(['own work']);
    expect(whyOf(decided(resolve, { code: 'cancelled' }, scene({}, mira)).effects)).toEqual(['withdrawn']);
    const none = { ...ASK_ALWAYS, percent: { rating: 0, advocacy: 0, experience: 0 } };
    expect(whyOf(decided(resolve, {}, scene({}, { asking: none })).effects)).toEqual(['sampled out']);
    const rested = { actor: undefined, asking: { ...ASK_ALWAYS, coolDownMs: DAY }, asked: { any: ago(HOUR) } };
    expect(whyOf(decided(askRating, { resolved: String(NOW.getTime()) }, scene(asked, rested)).effects)).toEqual([
      'cool-down',
    ]);
  });

  it('ends a question when its time is over, and no other', () => {
    const clock = { actor: undefined };
    expect(decided(expireRating, { round: '1' }, scene(asked, clock)).ticket.survey.state).toBe('expired');
    expect(decided(expireRating, { round: '2' }, scene(asked, clock)).effects).toEqual([]);
    const taken = { ...asked, survey: { round: 1, state: 'withdrawn' } } as const;
    expect(decided(expireRating, { round: '1' }, scene(taken, clock)).effects).toEqual([]);
    expect(refused(rate, { score: '4' }, scene({ ...asked, survey: { round: 1, state: 'expired' } }, mira))).toBe(
      'not rateable yet',
    );
  });
});

describe('the questions from 0 to 10', () => {
  it.each(['advocacy', 'experience'] as const)(
    'for %s are opened, answered, and answered anew, the newest counting',
    (kind) => {
      const open = decided(openSurvey, {}, scene(askedOf(kind), mira));
      expect(open.effects.map((effect) => effect.do)).toEqual(['open rating', 'answer']);
      const answer = open.effects.find((effect) => effect.do === 'answer');
      expect(answer?.do === 'answer' && answer.message.buttons?.map(({ label }) => label)).toEqual([
        '0',
        '1',
        '2',
        '3',
        '4',
        '5',
        '6',
        '7',
        '8',
        '9',
        '10',
      ]);
      const zero = decided(answerSurvey, { score: '0' }, scene(askedOf(kind), mira));
      expect(zero.ticket.rated).toBe(0);
      expect(zero.told('tell agents')).toBe('');
      expect(decided(answerSurvey, { score: '9' }, scene({ ...askedOf(kind), rated: 0 }, mira)).ticket.rated).toBe(9);
      expect(decided(answerSurvey, { score: '9' }, scene({ ...askedOf(kind), rated: 9 }, mira)).effects).toHaveLength(
        1,
      );
    },
  );

  it('are not answered by the buttons of a rating, nor a rating by theirs', () => {
    expect(refused(rate, { score: '5' }, scene(askedOf('advocacy'), mira))).toBe('not rateable yet');
    expect(refused(answerSurvey, { score: '5' }, scene(asked, mira))).toBe('not rateable yet');
    expect(
      refused(
        openSurvey,
        {},
        scene({ ...askedOf('experience'), survey: { round: 1, state: 'withdrawn', kind: 'experience' } }, mira),
      ),
    ).toBe('not rateable yet');
  });

  it('let the person say what mattered and what time was lost, after the score, with nothing filled in for them', () => {
    const rated = { ...askedOf('experience'), rated: 3 };
    expect(refused(explainSurvey, { lost: '90' }, scene(askedOf('experience'), mira))).toBe('not yet rated');
    expect(decided(explainSurvey, { factor: 'speed', lost: '90' }, scene(rated, mira)).effects[0]).toEqual({
      do: 'comment',
      ticket: 12,
      factor: 'speed',
      lostMinutes: 90,
    });
    expect(decided(explainSurvey, {}, scene(rated, mira)).effects.map((effect) => effect.do)).toEqual(['answer']);
    const { words } = scene();
    const fields = formFor('explain survey', { ticket: '12' }, words, false)?.fields ?? [];
    expect(fields.map(({ name, value }) => [name, value])).toEqual([
      ['factor', undefined],
      ['lost', undefined],
      ['text', undefined],
    ]);
  });

  it('offer the factors in an order of their own for each ticket, each first as often as the others', () => {
    const firsts = new Map<string, number>();
    for (let n = 1; n <= 5000; n += 1) {
      const order = shuffled(FACTORS, String(n));
      expect([...order].sort()).toEqual([...FACTORS].sort());
      firsts.set(order[0] ?? '', (firsts.get(order[0] ?? '') ?? 0) + 1);
    }
    for (const factor of FACTORS) expect(firsts.get(factor)).toBeGreaterThan(850);
    const drawn = formFor('explain survey', { ticket: '12' }, scene().words, false)?.fields[0]?.options;
    expect(drawn?.map(({ value }) => value)).toEqual(shuffled(FACTORS, '12'));
  });
});

describe('a low score', () => {
  const said = [{ author: 'Mira', text: 'It fails again', at: NOW, visibility: 'public' as const }];

  it('is a task for whoever leads the desk, with the history, and none where the score is not low', () => {
    const led = { ...mira, isLead: (account: string) => account === DANA.account, said };
    const low = decided(rate, { score: '2' }, scene({ ...asked, assignee: SAM, reopened: 2 }, led));
    expect(low.ticket.followUp).toBe('open');
    expect(low.direct).toHaveLength(1);
    expect(low.direct[0]).toContain(DANA.account);
    expect(low.direct[0]).toContain('It fails again');
    expect(low.direct[0]).toContain('2×');
    expect(decided(rate, { score: '3' }, scene(asked, led)).ticket.followUp).toBeUndefined();
    expect(rate.kind === 'act' && rate.needs?.({ ticket: 12, score: 2 } as never)).toEqual({
      agents: true,
      said: true,
    });
  });

  it('goes to the agents where nobody leads, and is one task however often it is pressed', () => {
    const low = decided(rate, { score: '1' }, scene(asked, { ...mira, said }));
    expect(low.told('tell agents')).toContain('Please get in touch');
    const again = decided(rate, { score: '2' }, scene({ ...asked, rated: 1, followUp: 'open' }, mira));
    expect(again.told('tell agents')).not.toContain('Please get in touch');
  });

  it('is not needed for a comment that asks for somebody', () => {
    const rated = { ...asked, rated: 5 };
    expect(decided(comment, { text: 'call me', contact: 'yes' }, scene(rated, mira)).ticket.followUp).toBe('open');
    expect(decided(comment, { text: 'call me', contact: 'no' }, scene(rated, mira)).ticket.followUp).toBeUndefined();
    expect(decided(comment, { text: 'call me' }, scene(rated, mira)).ticket.followUp).toBeUndefined();
  });

  it('is settled once, by who leads the desk, and not by whoever gave it', () => {
    const open = { ...asked, rated: 1, followUp: 'open' } as const;
    const dana = { actor: { ...DANA, agent: false, lead: true } };
    expect(decided(settle, { outcome: 'recovered' }, scene(open, dana)).ticket.followUp).toBe('recovered');
    expect(refused(settle, { outcome: 'recovered' }, scene({ ...open, followUp: 'recovered' }, dana))).toBe(
      'already settled',
    );
    expect(
      refused(settle, { outcome: 'recovered' }, scene(open, { actor: { ...MIRA, agent: false, lead: true } })),
    ).toBe('own work');
    const { ticket } = scene(open);
    const may = (actor: Parameters<typeof permit>[1]) => {
      try {
        permit(settle, actor, ticket, false);
        return 'may';
      } catch (error) {
        return error instanceof Refusal ? error.code : error;
      }
    };
    expect(may({ ...DANA, agent: false, lead: true })).toBe('may');
    expect(may({ ...agent(SAM), lead: false })).toBe('not allowed');
    expect(may({ ...SAM, agent: false, lead: false })).toBe('ticket unknown');
  });
});
