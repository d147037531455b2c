import { describe, expect, test } from 'vitest';
import { render, renderSaid } from '../../../adapters/playground/render.ts';
import type { PublicMessage } from '../../../src/adapter.ts';

const seal = (intent: string, params: object) => `sealed(${intent} ${JSON.stringify(params)})`;

describe('render', () => {
  test('lines go to the page as they are, and buttons carry nothing but a seal', () => {
    const message: PublicMessage = {
      audience: 'everyone',
      lines: [
        { kind: 'title', text: 'INC-1 <b>' },
        { kind: 'fields', fields: [{ label: 'State', value: 'New' }] },
        {
          kind: 'item',
          text: 'INC-2',
          detail: 'P3',
          button: { label: 'Open', intent: 'status', params: { ticket: '2' } },
        },
        { kind: 'item', text: 'INC-3' },
        { kind: 'said', text: '**hi**' },
      ],
      buttons: [{ label: 'Claim', intent: 'claim', params: { ticket: '1' }, style: 'primary' }],
    };
    expect(render(message, seal)).toEqual({
      lines: [
        { kind: 'title', text: 'INC-1 <b>' },
        { kind: 'fields', fields: [{ label: 'State', value: 'New' }] },
        {
          kind: 'item',
          text: 'INC-2',
          detail: 'P3',
          button: { label: 'Open', value: 'sealed(status {"ticket":"2"})' },
        },
        { kind: 'item', text: 'INC-3' },
        { kind: 'said', text: '**hi**' },
      ],
      buttons: [{ label: 'Claim', value: 'sealed(claim {"ticket":"1"})', style: 'primary' }],
    });
  });

  test('what a person typed is theirs, markdown and all', () => {
    expect(renderSaid('*look*')).toEqual({ lines: [{ kind: 'said', text: '*look*' }] });
  });
});
