import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/adapter.ts';
import { recording } from '../../src/desk/rows.ts';
import type { Party } from '../../src/desk/ticket.ts';
import { Unavailable } from '../../src/errors.ts';
import { assign } from '../../src/intents/assign.ts';
import { agent, DANA, decided, NOW, refused, SAM, scene } from '../support/scene.ts';

const SAMIR: Party = { person: 7, account: 'chat:T:samir' as Account, name: 'Samir' };
const elsewhere: Party = { ...DANA, account: 'other:T:dana' as Account, name: 'dana.k' };

describe('assign', () => {
  it.each(['Dana', 'dana', '@Dana', ' DA '])('finds the agent who is meant by "%s", and tells them', (to) => {
    const { ticket, direct, told } = decided(assign, { to }, scene());
    expect(ticket).toMatchObject({ assignee: DANA, status: 'in_progress' });
    expect(direct).toEqual([expect.stringMatching(/^chat:T:Dana: Sam assigned INC-12 to you: “VPN drops”/)]);
    expect(told('answer')).toContain('Dana');
  });

  it('tells the one who had it too', () => {
    const { ticket, direct } = decided(
      assign,
      { to: 'Samir' },
      scene({ assignee: DANA }, { agents: [SAM, DANA, SAMIR] }),
    );
    expect(ticket.assignee).toEqual(SAMIR);
    expect(direct.map((one) => one.split(':')[2])).toEqual(['samir', 'Dana']);
    expect(direct[1]).toContain('to Samir');
  });

  it('takes over for oneself, and tells only the other', () => {
    const { ticket, direct, told } = decided(assign, { to: 'me' }, scene({ assignee: DANA }));
    expect(ticket.assignee?.person).toBe(SAM.person);
    expect(direct).toHaveLength(1);
    expect(told('answer')).toBe('INC-12 is yours now.');
  });

  it('takes a whole name before the beginning of another, and several accounts of one person for one', () => {
    expect(decided(assign, { to: 'sam' }, scene({ assignee: DANA }, { agents: [SAMIR, SAM] })).ticket.assignee).toEqual(
      SAM,
    );
    expect(decided(assign, { to: 'dana' }, scene({}, { agents: [elsewhere, DANA] })).ticket.assignee).toEqual(DANA);
    expect(decided(assign, { to: 'da' }, scene({}, { agents: [elsewhere, DANA] })).direct[0]).toMatch(/^other:T:dana/);
  });

  it('does not wait for a platform that is switched off to tell somebody', () => {
    const { effects, ticket } = decided(assign, { to: 'Dana' }, scene());
    const rows = recording(
      () => {
        throw new Unavailable(new Error('switched off'));
      },
      () => ({ audience: 'agents', lines: [] }),
    );
    rows.know(1, ticket);
    const deed = { org: 1, key: 'k', at: NOW, actor: agent(SAM), place: undefined, source: undefined };
    rows.add({ ...deed, answerTo: undefined, files: [], wordless: false }, effects);
    expect(rows.rows().changes).toHaveLength(1);
    expect((rows.rows().outbox as { op: string }[]).filter(({ op }) => op === 'post')).toEqual([]);
  });

  it('keeps waiting what waits', () => {
    expect(decided(assign, { to: 'Dana' }, scene({ status: 'waiting_requester' })).ticket.status).toBe(
      'waiting_requester',
    );
  });

  it('refuses nobody, several, the one who has it, and a ticket that is over', () => {
    expect(refused(assign, { to: 'frog' }, scene())).toBe('agent unknown');
    expect(refused(assign, { to: '@' }, scene())).toBe('agent unknown');
    expect(refused(assign, { to: 'sa' }, scene({}, { agents: [DANA, SAMIR] }))).toBe('agent unclear');
    expect(refused(assign, { to: 'Dana' }, scene({ assignee: DANA }))).toBe('already assigned');
    expect(refused(assign, { to: 'me' }, scene({ assignee: SAM }))).toBe('already yours');
    expect(refused(assign, { to: 'Dana' }, scene({ status: 'closed' }))).toBe('already closed');
  });

  it('lists who is known', () => {
    expect(() => decided(assign, { to: 'frog' }, scene())).toThrowError(
      expect.objectContaining({ details: { name: 'frog', names: ['Dana', 'Sam'] } }),
    );
  });
});
