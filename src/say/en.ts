import * as assist from './assist/en.ts';
import { phrases as files } from './files/en.ts';
import * as knowledge from './knowledge/en.ts';
import type { Language } from './phrases.ts';
import { problems } from './problems/en.ts';
import * as report from './report/en.ts';
import { speak } from './speak.ts';
import * as triage from './triage/en.ts';
import { phrases as when } from './when/en.ts';
import type { Tone, Words } from './words.ts';
import * as worth from './worth/en.ts';

export const en = (tone: Tone): Words => speak(tone, english);

const minutes = (n: number) => (n === 1 ? '1 minute' : `${n} minutes`);
const tickets = (n: number) => (n === 1 ? '1 ticket' : `${n} tickets`);

const english: Language = (command, example) => ({
  locale: 'en-GB',

  fields: {
    requester: 'Requester',
    status: 'Status',
    priority: 'Priority',
    kind: 'Kind',
    assignee: 'Assigned to',
    opened: 'Opened',
    replyDue: 'Reply due',
    firstReply: 'First reply',
    reopened: 'Reopened',
    snoozed: 'Snoozed until',
    rating: 'Rating',
    code: 'Your code',
  },
  statuses: {
    new: 'New',
    in_progress: 'In progress',
    waiting_requester: 'Waiting for the requester',
    waiting_third_party: 'Waiting for a third party',
    resolved: 'Resolved',
    closed: 'Closed',
  },
  waitingForYou: 'Waiting for your answer',
  kinds: { incident: 'Incident', request: 'Request', question: 'Question' },
  resolutions: {
    solved: 'Outcome: solved.',
    workaround: 'Outcome: there is a workaround.',
    duplicate: 'Outcome: the same as another ticket.',
    unreproducible: 'Outcome: it could not be made to happen again.',
    cancelled: 'Outcome: withdrawn.',
  },
  weights: (impact, urgency) => `affects ${impact}, urgency ${urgency}`,
  impacts: { 1: 'everyone', 2: 'a team', 3: 'one person' },
  urgencies: { 1: 'high', 2: 'medium', 3: 'low' },
  nobody: 'nobody yet',
  overdue: (due) => `overdue since ${due}`,
  scores: ['Poor', 'Not good', 'OK', 'Good', 'Great'],
  outOfFive: (score, word) => `${score} of 5 (${word})`,
  buttons: {
    addReply: 'Add a reply',
    markSolved: 'Mark as solved',
    notSolved: 'Not solved? Reopen',
    claim: 'Claim',
    reply: 'Reply',
    note: 'Note',
    resolve: 'Resolve',
    release: 'Release',
    reopen: 'Reopen',
    withdraw: 'Not a request? Withdraw it',
    openTicket: 'Open a ticket',
    person: 'Talk to a person',
    myTickets: 'My tickets',
    help: 'Help',
    details: 'Details',
    addComment: 'Add a comment',
    previousPage: 'Previous page',
    nextPage: 'Next page',
    firstPage: 'First page',
    ...triage.buttons,
    ...assist.buttons,
    ...worth.buttons,
    ...knowledge.buttons,
  },

  writeHere: (name) =>
    `Write in this thread to reply to ${name}; notes only through the Note button or in the notes thread.`,
  agentsClosed: (name) => `Closed for good. If ${name} writes again, that opens a follow-up ticket.`,
  follows: (id) => `Follows ${id}.`,
  followedBy: (id) => `Goes on in ${id}.`,

  expected: (due) => `Reply expected by ${due}.`,
  late: (due) => `You should have had a reply by ${due}. We are late, sorry; your ticket is still with us.`,
  working: (name) => `${name ?? 'The desk'} is working on it.`,
  needsYou: 'We need your answer before we can go on.',
  isResolved: (when) => (when === undefined ? 'Resolved.' : `Resolved ${when}.`),
  isClosed: 'This ticket is closed.',
  here: {
    open: 'Anything to add? Write in this thread; the desk sees it.',
    resolved: 'Still not right? Reopen it, or write in this thread what is wrong.',
    closed: 'A new message here opens a follow-up ticket.',
  },
  closedElsewhere: (id) => `Something new about it? A message in the thread of ${id} opens a follow-up ticket.`,
  saidLast: 'Latest messages',
  saidBy: (author, when) => `${author}, ${when}:`,
  notedBy: (author, when) => `${author}, ${when}, note for agents only:`,

  opened: (id, priority, due) => `${id} open, ${priority}, reply expected by ${due}.`,
  addMore: 'Anything to add? Write in its thread.',
  openedFromMessage: (id, priority, due) =>
    `I took your message as a request and opened ${id} (${priority}). Reply expected by ${due}.`,
  openedElsewhere: (id) => `${id} is open. The rest is said in private.`,
  inPublic: (id, requester) =>
    `${id} was raised in public: others read what you write to ${requester} here. What they must not read belongs in a note.`,
  openedForYou: (id, by, priority, due) => `${by} opened ${id} for you (${priority}). Reply expected by ${due}.`,
  openedOnBehalf: (id, by, requester) => `${by} opened ${id} for ${requester}.`,
  openedFor: (id, requester) => `${id} is open for ${requester}, who has been told.`,

  lists: {
    mine: 'Your tickets',
    open: 'Open tickets',
    unassigned: 'Tickets that nobody has claimed',
    assigned: 'Assigned tickets',
  },
  listEmpty: {
    mine: `You have no tickets. If you need something, type ${command} and what is wrong, or press the button.`,
    open: 'No open tickets. All done.',
    unassigned: 'Every open ticket has somebody on it.',
    assigned: 'No open ticket is assigned.',
  },
  pageOf: (page, pages, total) => (pages === 1 ? tickets(total) : `Page ${page} of ${pages}, ${tickets(total)}`),
  noSuchPage: (page, pages) => `There is no page ${page}; the last one is ${pages}.`,
  dueShort: (due) => `reply by ${due}`,
  overdueShort: (due) => `reply overdue since ${due}`,

  helpTitle: 'What I can do',
  helpIntro: 'Tell me in your own words what you need, or use one of these:',
  helpAgents:
    'Agents: what you write in a ticket’s thread goes to the requester. Only the Note button, the note command and the notes thread stay among agents.',
  slots: { words: 'your words', text: 'text', reason: 'reason', code: 'code', name: 'name' },
  greeting: 'Hello, this is the service desk. Tell me what you need, and I open a ticket for it.',
  youAreWelcome: 'You are welcome.',
  ratingWhere:
    'Good to hear what you think. When a ticket of yours is resolved I ask you for it: press one of the five buttons there, and add a comment if you like. I never read a rating out of words.',
  unsure: (text) => `I am not sure what to do with “${text}”. What would you like?`,
  unsureHint: `No ticket was opened. To open one at once, type ${command} open and your words.`,

  replied: (id) => `Your reply was added to ${id}.`,
  noted: (id) => `Your note was added to ${id}. Only agents see it.`,
  noteBy: (author) => `Note by ${author} · only agents see this`,
  claimed: (id, requester) => `${id} is yours. ${requester} reads what you write in its thread.`,
  released: (id) => `You released ${id}. It is back in the queue for anyone to claim.`,
  resolved: (id) => `${id} is resolved. If the problem comes back, it can be reopened.`,
  withdrawn: (id) => `${id} is withdrawn; nothing more will happen. Changed your mind? Reopen it.`,
  reopened: (id) => `${id} is open again, and everybody on it can see that.`,
  resolvedBy: {
    solved: (id, by) => `${by} marked ${id} as solved.`,
    workaround: (id, by) => `${by} gave a workaround for ${id} and marked it as resolved.`,
    duplicate: (id, by) => `${by} resolved ${id}: it is the same as another ticket.`,
    unreproducible: (id, by) => `${by} could not make the problem in ${id} happen again and marked it as resolved.`,
    cancelled: (id, by) => `${by} withdrew ${id}.`,
  },
  reopenedBy: (id, by) => `${by} reopened ${id}.`,
  tellReopened: (id) => `${id} is open again. The desk knows, and answers in this thread.`,
  ratedBy: (id, by, score) => `${by} rated the help with ${id}: ${score}.`,
  commentedBy: (id, by) => `${by} commented on the rating of ${id}:`,
  notDelivered: {
    left: (id, name) => `${id}: not delivered: ${name} has left. Try another way to reach ${name}.`,
    unreachable: (id, name) =>
      `${id}: a message did not reach ${name}, who has left or takes no messages from the desk. Try another way to reach ${name}.`,
    'place gone': (id, name) =>
      `${id}: a message did not reach ${name}, because the thread is gone or closed to the desk. Try another way to reach ${name}.`,
    failed: (id, name) =>
      `${id}: a message did not reach ${name}, because the chat refused it. Please write it again in other words.`,
  },
  followed: (old, next, due) =>
    `${old} is closed, so your message opened ${next}, which follows it. Reply expected by ${due}.`,

  ratingRequest: (id, subject) => `How was the help with ${id}, “${subject}”?`,
  ratingHint: 'One press is enough. You can add a comment afterwards.',
  rated: (id, score) => `Thank you. Your rating for ${id}: ${score}.`,
  ratedHint: 'Changed your mind? Press another number; the newest one counts.',
  commented: (id) => `Thank you. Your comment was added to your rating of ${id}.`,

  linkCode: (typed, until) => `In your other chat, type ${typed}. The code works once, until ${until}.`,
  linkHint: 'Give it to nobody: whoever enters it can read your tickets.',
  linked: (here, there) =>
    `Linked. You are ${here} here and ${there} in your other chat: one person, with the same tickets in both.`,
  alreadyLinked: 'These two accounts are linked already. There is nothing left to do.',

  triage: triage.phrases,
  assist: assist.phrases,
  files,
  when,
  worth: worth.phrases,
  knowledge: knowledge.phrases,
  report: report.phrases,

  revisions: {
    edited: 'edited',
    textRemoved: '(message deleted)',
    takenBack: (id, author, requester) =>
      `${author} changed a message on ${id} into what looks like a note for agents. ${requester} has it no more; it is a note now. To send it after all, write it again.`,
    heldWithdrawn: (id, requester) =>
      `You deleted your message on ${id}. ${requester} has not got it, and there is nothing left to decide.`,
    notRevised: (id, requester) =>
      `A message on ${id} was changed or deleted, but that could not be shown to ${requester}, who still reads the old text.`,
  },

  refused: {
    unknown: (id) => `I find no ticket ${id} that you can see. Check the number, or look at your tickets.`,
    agentsOnly: (intent) =>
      `“${intent}” is for agents, and works in the agents’ channel only. Your own tickets are one press away.`,
    requesterOnly: 'Only the person who raised a ticket can rate it. Nothing was changed.',
    notYours: 'That is not yours to change, so nothing was changed. Your own tickets are one press away.',
    alreadyClaimed: (id, by) =>
      `${by} already has ${id}. You can still write in its thread; to take it over, ask ${by} to release it.`,
    alreadyYours: (id) => `${id} is yours already. Write in its thread to reply.`,
    alreadyResolved: (id) => `${id} is resolved already. If the problem is back, reopen it.`,
    alreadyClosed: (id) =>
      `${id} is closed and stays so. Write in its thread for a follow-up ticket, or open a new one.`,
    alreadyFollowed: (id, next) => `${id} is closed and goes on in ${next}. Add your reply there.`,
    alreadyRaised: (id) => `There is a ticket for this already: ${id}.`,
    notClaimed: (id) => `Nobody has claimed ${id}, so there is nothing to release.`,
    notResolved: (id) => `${id} is still open, so there is nothing to reopen. Write in its thread to add something.`,
    notRateableYet: (id) => `${id} cannot be rated now. When it is resolved, I ask you for a rating.`,
    notYetRated: (id) => `First rate ${id} from 1 to 5; then you can add a comment.`,
    ownWork: (id) => `You worked on ${id} yourself, so you cannot rate it. Nothing was changed.`,
    whichTicket: `Which ticket do you mean? Add its number, like ${example}, or write in the ticket’s own thread.`,
    codeUnknown: `That code does not work: it is mistyped, used or too old. Type ${command} link in your other chat for a new one.`,
    codeOwn: 'That is the code of this very account. Enter it in your other chat.',
    tooManyCodes: (n) => `You asked for many codes in a short time. Try again in ${minutes(n)}.`,
    tooManyTries: (n) =>
      `You tried many codes that do not work, so I take none from you for now. Try again in ${minutes(n)}, with a new code from ${command} link.`,
    tooManyTickets: (most, again) =>
      `You opened ${most} tickets within an hour, which is the most I take from one person, so none was opened for this. Please send it again after ${again}. What belongs to a ticket that you have can be written there at any time.`,
    youWrote: 'So that it is not lost, you wrote:',
    unknownIntent: (word) => `I do not know “${word}”. Help lists what I know.`,
  },

  problems: problems(example),
  typeLike: (usage) => `Type it like this: ${usage}`,
  orOpen: (usage) => `Did you want to open a ticket with these words? Type ${usage}`,

  phrases: {
    unavailable: 'I cannot take that right now, and nothing was changed. Please try again in a minute.',
    failed:
      'Something went wrong on our side, and nothing was changed. Please try again; if it happens again, tell the desk.',
    'direct messages closed': `I cannot send you direct messages, so something did not reach you. Allow direct messages from members of this server, or type ${command} status.`,
    'stale button': `This button does not work here, and nothing was changed. Type ${command} status for your tickets.`,
    unreadable: `I cannot read that message, so no ticket was opened. Type ${command} and what is wrong instead.`,
    working: 'is having a look…',
    ...report.told,
    'not installed':
      'Deskbell is not installed in this workspace, so nothing was done. Ask whoever runs your service desk to install it.',
    installed:
      'Deskbell is installed. Next, make a private channel for your agents, with the name that your service desk gave you, and invite Deskbell and the agents to it. You can close this page.',
    'install refused': 'Deskbell was not installed, as you wished. Nothing was changed; you can close this page.',
    'install expired':
      'This link is too old, was used before, or was opened in another browser. Nothing was changed. Begin again where you began to install Deskbell.',
    'install failed':
      'Deskbell could not be installed, because Slack did not confirm it. Nothing was changed. Please begin again; if it fails again, tell whoever runs your service desk.',
    'about tickets': 'The service desk: open a ticket, see how it stands, reply',
    'about panel': 'Put buttons here: open a ticket, my tickets, help',
    'about panel text': 'What the buttons’ message says, in your words',
    'panel placed':
      'The buttons are in this channel now. Do it again to change them; delete the message to take them away.',
    'panel changed': 'The buttons in this channel are changed. Delete their message to take them away.',
    'panel refused':
      'I may not write in this channel, so nothing was put here. Give me View Channel and Send Messages here, and try again.',
  },

  forms: {
    open: {
      title: 'Open a ticket',
      submit: 'Open',
      about: 'Open a ticket: something is broken, you need something, or you have a question',
      fields: {
        subject: { label: 'What is it about?', hint: 'One line, like: VPN drops every 10 minutes' },
        description: { label: 'What should we know?', hint: 'What you did, what happened, what you have tried' },
        urgency: {
          label: 'How urgent is it?',
          options: { low: 'It can wait', medium: 'It slows me down', high: 'I cannot work' },
        },
        impact: {
          label: 'Who is affected?',
          options: { me: 'Just me', team: 'My team', everyone: 'Everyone' },
        },
        service: { label: 'Service' },
        kind: {
          label: 'What kind is it?',
          options: { incident: 'Something is broken', request: 'I need something', question: 'I have a question' },
        },
      },
    },
    status: {
      title: 'Ticket status',
      submit: 'Show',
      about: 'See how a ticket is doing, or all of yours',
      fields: { ticket: { label: 'Ticket', hint: `Like ${example}; empty for all of yours` } },
    },
    list: {
      title: 'List tickets',
      submit: 'Show',
      about: 'List your tickets; agents also see the queue',
      fields: {
        which: {
          label: 'Which tickets?',
          hint: 'All but your own are for agents',
          options: { mine: 'My own', open: 'All open', unassigned: 'Unassigned', assigned: 'Assigned' },
        },
        page: { label: 'Page' },
      },
    },
    search: knowledge.forms.search,
    reply: {
      title: 'Reply',
      submit: 'Send',
      about: 'Add a message to a ticket; both sides read it',
      fields: { ticket: { label: 'Ticket', hint: `Like ${example}` }, text: { label: 'Your message' } },
    },
    note: {
      title: 'Internal note',
      submit: 'Save note',
      about: 'Add a note that only agents see',
      fields: {
        ticket: { label: 'Ticket', hint: `Like ${example}` },
        text: { label: 'Your note', hint: 'Only agents see it, never the requester' },
      },
    },
    claim: {
      title: 'Claim a ticket',
      submit: 'Claim',
      about: 'Take a ticket: you look after it',
      fields: { ticket: { label: 'Ticket', hint: `Like ${example}` } },
    },
    release: {
      title: 'Release a ticket',
      submit: 'Release',
      about: 'Give a ticket back to the queue',
      fields: { ticket: { label: 'Ticket', hint: `Like ${example}` } },
    },
    ...triage.forms(example),
    resolve: {
      title: 'Resolve a ticket',
      submit: 'Resolve',
      about: 'Mark a ticket as solved, or withdraw it',
      fields: {
        ticket: { label: 'Ticket', hint: `Like ${example}` },
        code: {
          label: 'How did it end?',
          options: {
            solved: 'Solved',
            workaround: 'There is a workaround',
            duplicate: 'Same as another ticket',
            unreproducible: 'Could not make it happen again',
            cancelled: 'Withdrawn, not needed any more',
          },
        },
        summary: { label: 'What solved it?', hint: 'Everybody on the ticket can read it' },
      },
    },
    reopen: {
      title: 'Reopen a ticket',
      submit: 'Reopen',
      about: 'Open a resolved ticket again',
      fields: {
        ticket: { label: 'Ticket', hint: `Like ${example}` },
        reason: { label: 'What is still wrong?' },
      },
    },
    rate: {
      title: 'Rate the help',
      submit: 'Rate',
      about: 'Say how the help was, from 1 (poor) to 5 (great)',
      fields: {
        ticket: { label: 'Ticket', hint: `Like ${example}` },
        score: { label: 'Your rating', hint: '1 is poor, 5 is great' },
      },
    },
    comment: worth.forms(example).comment,
    assist: assist.forms(example).assist,
    report: report.form(),
    gaps: knowledge.forms.gaps,
    link: {
      title: 'Link your accounts',
      submit: 'Continue',
      about: 'Use the desk as one person in two chats: get a code here, enter it there',
      fields: { code: { label: 'Code from your other chat', hint: 'Empty: get a code to enter there' } },
    },
    help: knowledge.forms.help,
    'explain survey': worth.forms(example).explain,
    'publish article': knowledge.forms.publish(example),
    'translate reply': assist.forms(example)['translate reply'],
  },
});
