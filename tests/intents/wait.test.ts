import { describe, expect, it } from 'vitest';
import { parseLine } from '../../src/draw.ts';
import { reply } from '../../src/intents/reply.ts';
import { resume } from '../../src/intents/resume.ts';
import { wait } from '../../src/intents/wait.ts';
import { decided, MIRA, NOW, refused, SAM, scene } from '../support/scene.ts';

const mira = { actor: { ...MIRA, agent: false } };

describe('wait', () => {
  it.each(['new', 'in_progress', 'waiting_third_party'] as const)(
    'from %s asks the requester in the agent’s name',
    (status) => {
      const { effects, ticket } = decided(wait, { question: 'Which gateway?' }, scene({ status }));
      expect(effects[0]).toEqual({ do: 'say', ticket: 12, text: 'Which gateway?' });
      expect(ticket).toMatchObject({ status: 'waiting_requester', firstReplyAt: NOW });
    },
  );

  it('without a question says that an answer is needed, which is no first reply', () => {
    const { ticket, told } = decided(wait, { for: 'requester' }, scene());
    expect(told('tell requester')).toContain('we need your answer');
    expect(ticket.firstReplyAt).toBeUndefined();
  });

  it('for a third party tells the requester so', () => {
    const { ticket, told } = decided(wait, { for: 'third_party' }, scene({ status: 'in_progress' }));
    expect(ticket.status).toBe('waiting_third_party');
    expect(told('tell requester')).toContain('outside the desk');
  });

  it('ends when the requester says something, and the agents hear of it', () => {
    for (const tone of [undefined, 'thanks']) {
      const over = scene({ status: 'waiting_requester', assignee: SAM }, mira);
      const { ticket, told } = decided(reply, { text: 'The left one', tone }, over);
      expect(ticket.status).toBe('in_progress');
      expect(told('tell agents')).toBe('Mira answered; INC-12 is in progress again.');
    }
  });

  it('goes on when an agent writes, and for a third party when the requester does', () => {
    expect(decided(reply, { text: 'Well?' }, scene({ status: 'waiting_requester' })).ticket.status).toBe(
      'waiting_requester',
    );
    const { ticket, effects } = decided(reply, { text: 'Any news?' }, scene({ status: 'waiting_third_party' }, mira));
    expect(ticket.status).toBe('waiting_third_party');
    expect(effects.map((effect) => effect.do)).toEqual(['say', 'answer']);
  });

  it('is ended by resume, which refuses what does not wait', () => {
    for (const status of ['waiting_requester', 'waiting_third_party'] as const) {
      expect(decided(resume, {}, scene({ status })).ticket.status).toBe('in_progress');
    }
    expect(refused(resume, {}, scene({ status: 'in_progress' }))).toBe('not waiting');
    expect(refused(resume, {}, scene({ status: 'resolved' }))).toBe('already resolved');
  });

  it('refuses to wait twice without another question, and on a ticket that is over', () => {
    expect(refused(wait, {}, scene({ status: 'waiting_requester' }))).toBe('already waiting');
    expect(refused(wait, { question: 'And now?' }, scene({ status: 'waiting_requester' }))).toBe('nothing');
    expect(refused(wait, {}, scene({ status: 'resolved' }))).toBe('already resolved');
  });

  it('can be typed with or without saying for whom', () => {
    expect(parseLine('wait 12 third_party').params).toEqual({ ticket: '12', for: 'third_party' });
    expect(parseLine('wait 12 Which gateway?').params).toEqual({ ticket: '12', question: 'Which gateway?' });
  });
});
