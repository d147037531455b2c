import { describe, expect, it } from 'vitest';
import type { Address } from '../../src/adapter.ts';
import { permit } from '../../src/desk/access.ts';
import type { HeldMessage, Ticket } from '../../src/desk/ticket.ts';
import { hold, keepHeld, sendHeld } from '../../src/intents/hold.ts';
import { agent, DANA, decided, MIRA, NOW, refused, SAM, scene } from '../support/scene.ts';

const source = { address: 'chat:agents/1' as Address, remote: 'm1' };
const text = 'note: user is on the layoff list';
const one: HeldMessage = { id: 'ABCDEFGHJK', writer: SAM, text, source };
const held = { held: one.id };
const atHome = { actor: { ...SAM, agent: false } };

describe('a message that looks like a slip', () => {
  it('is kept on the ticket, and its writer alone is asked, in words that do not repeat it', () => {
    const { effects, ticket, direct } = decided(hold, { text }, scene({}, { source }));
    expect(effects.map((effect) => effect.do)).toEqual(['change', 'later', 'tell']);
    expect(ticket.held).toEqual([one]);
    expect(direct).toEqual([expect.stringMatching(/^chat:T:Sam: .*INC-12/)]);
    expect(direct[0]).not.toContain('layoff');
    expect(effects[1]).toMatchObject({ at: new Date(NOW.getTime() + 600_000), intent: 'keep held' });
  });

  it('is sent, when its writer says so, to every thread but the one it was written in', () => {
    const { effects, ticket } = decided(sendHeld, held, scene({ held: [one] }, atHome));
    expect(effects[0]).toEqual({ do: 'say', ticket: 12, text, source });
    expect(ticket).toMatchObject({
      status: 'in_progress',
      firstReplyAt: NOW,
      held: [{ id: one.id, writer: SAM, source }],
    });
    expect(JSON.stringify(ticket)).not.toContain('layoff');
  });

  it('becomes a note of its writer’s, when they say so or nothing', () => {
    const said = decided(keepHeld, held, scene({ held: [one] }, atHome));
    expect(said.effects[0]).toEqual({ do: 'note', ticket: 12, text, by: SAM, source });
    expect(said.told('answer')).toContain('Only agents see it');
    const silent = decided(keepHeld, held, scene({ held: [one] }, { actor: undefined }));
    expect(silent.effects[0]).toEqual({ do: 'note', ticket: 12, text, by: SAM, source });
    expect(silent.direct).toEqual([expect.stringMatching(/^chat:T:Sam: .*stays internal/)]);
  });

  it('is decided once, whatever is pressed afterwards, and the clock stays silent then', () => {
    for (const first of [sendHeld, keepHeld]) {
      const { ticket } = decided(first, held, scene({ held: [one] }, atHome));
      for (const second of [sendHeld, keepHeld]) {
        expect(refused(second, held, scene(ticket, atHome))).toBe('already decided');
      }
      expect(decided(keepHeld, held, scene(ticket, { actor: undefined })).effects).toEqual([]);
    }
  });

  it('is nobody else’s to decide: for them there is no such ticket', () => {
    const ticket = scene({ held: [one] }).ticket as Ticket;
    for (const actor of [agent(DANA), { ...MIRA, agent: false }]) {
      expect(() => permit(sendHeld, actor, ticket, false)).toThrowError(
        expect.objectContaining({ code: 'ticket unknown' }),
      );
    }
    for (const actor of [agent(SAM), atHome.actor, { ...SAM, person: 99, agent: false }, undefined]) {
      expect(() => permit(keepHeld, actor, ticket, false)).not.toThrow();
    }
  });

  it('forgets the oldest decisions, and nothing that is undecided', () => {
    let ticket = scene().ticket as Ticket;
    for (let n = 0; n < 12; n += 1) {
      const random = `${n}`.padStart(10, 'X');
      ticket = decided(hold, { text }, scene(ticket, { random })).ticket;
      if (n > 1) ticket = decided(keepHeld, { held: random }, scene(ticket, atHome)).ticket;
    }
    expect(ticket.held?.map((message) => message.text !== undefined)).toEqual([true, true, ...Array(5).fill(false)]);
  });
});
