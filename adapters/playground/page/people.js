/** How the three people's panes look and what they say when there is nothing to show. */

export const PEOPLE = [
  {
    who: 'mira',
    name: 'Mira',
    role: 'an employee',
    app: 'in her company’s workspace',
    skin: 'workspace',
    areas: [
      {
        channel: 'help',
        title: '#help',
        about: 'for everyone at work',
        box: 'Message #help',
        hint: 'Message #help or type /',
        empty: ['Something not working?', 'Type /ticket and what is wrong.'],
      },
      {
        channel: '@mira',
        title: 'Deskbell',
        about: 'her direct messages',
        box: 'Message Deskbell',
        hint: 'Message Deskbell',
        empty: ['No conversations yet', 'Each of her tickets gets a thread here, where the agent answers.'],
      },
    ],
  },
  {
    who: 'kai',
    name: 'Kai',
    role: 'a user',
    app: 'on a community server',
    skin: 'server',
    areas: [
      {
        channel: 'support',
        title: '#support',
        about: 'for all members',
        box: 'Message #support',
        hint: 'Message #support or type /',
        empty: ['It is quiet here', 'Answers to slash commands are for Kai’s eyes only.'],
      },
      {
        channel: '@kai',
        title: 'Ticket threads',
        about: 'only Kai and the desk',
        box: 'Message Deskbell',
        hint: 'Message Deskbell',
        empty: ['No tickets yet', 'A private thread opens here for each of them.'],
      },
    ],
  },
  {
    who: 'sam',
    name: 'Sam',
    role: 'an agent',
    app: 'where the desk works',
    skin: 'desk',
    areas: [
      {
        channel: 'it-triage',
        title: '#it-triage',
        about: 'agents only',
        box: 'Message #it-triage',
        hint: 'Message #it-triage or type /',
        empty: ['No tickets yet', 'Each one arrives as a card, with a thread to work in.'],
      },
      {
        channel: '@sam',
        title: 'Deskbell',
        about: 'his direct messages',
        box: 'Message Deskbell',
        hint: 'Message Deskbell',
        empty: ['No messages yet', ''],
        hideWhenEmpty: true,
      },
    ],
  },
];
