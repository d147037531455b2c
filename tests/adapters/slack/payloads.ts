/** Payloads as Slack's documentation shows them, with all their fields. */

export const directMessage = {
  token: 'z26uFbvR1xHJEdHE1OQiO6t8',
  team_id: 'T061EG9R6',
  context_team_id: 'T061EG9R6',
  context_enterprise_id: null,
  api_app_id: 'A0FFV41KK',
  event: {
    user: 'U2147483697',
    type: 'message',
    ts: '1355517523.000005',
    client_msg_id: '3fd13273-5a6a-4b5c-bd6f-109fd697038c',
    text: 'My *VPN* drops every 10 min &amp; <@U061F7AUR> knows',
    team: 'T061EG9R6',
    blocks: [
      {
        type: 'rich_text',
        block_id: 'Gc4',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'My VPN drops' }] }],
      },
    ],
    channel: 'D024BE91L',
    event_ts: '1355517523.000005',
    channel_type: 'im',
  },
  type: 'event_callback',
  event_id: 'Ev0PV52K25',
  event_time: 1355517523,
  authorizations: [
    { enterprise_id: null, team_id: 'T061EG9R6', user_id: 'U0LAN0Z89', is_bot: true, is_enterprise_install: false },
  ],
  is_ext_shared_channel: false,
  event_context: '4-eyJldCI6Im1lc3NhZ2UiLCJ0aWQiOiJUMDYxRUc5UjYifQ',
};

export const reply = {
  ...directMessage,
  event: {
    ...directMessage.event,
    channel: 'C061EG9SL',
    channel_type: 'channel',
    ts: '1355517600.000100',
    thread_ts: '1355517523.000005',
    parent_user_id: 'U0LAN0Z89',
  },
};

export const slashCommand = {
  token: 'gIkuvaNzQIHg97ATvDxqgjtO',
  team_id: 'T0001',
  team_domain: 'example',
  enterprise_id: 'E0001',
  enterprise_name: 'Globular%20Construct%20Inc',
  channel_id: 'C2147483705',
  channel_name: 'test',
  user_id: 'U2147483697',
  user_name: 'Steve',
  command: '/ticket',
  text: 'Wi-Fi &lt;3rd floor&gt; for <@U012ABCDEF|worf>',
  api_app_id: 'A123456',
  is_enterprise_install: 'false',
  response_url: 'https://hooks.slack.com/commands/1234/5678',
  trigger_id: '13345224609.738474920.8088930838d88f008e0',
};

export const buttonPress = {
  type: 'block_actions',
  user: { id: 'UA8RXUSPL', username: 'jtorrance', name: 'jtorrance', team_id: 'T9TK3CUKW' },
  api_app_id: 'AABA1ABCD',
  token: '9s8d9as89d8as9d8as989',
  container: {
    type: 'message',
    message_ts: '1548261231.000200',
    channel_id: 'CBR2V3XEX',
    is_ephemeral: false,
  },
  trigger_id: '12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3',
  team: { id: 'T9TK3CUKW', domain: 'example' },
  enterprise: null,
  is_enterprise_install: false,
  channel: { id: 'CBR2V3XEX', name: 'review-updates' },
  message: {
    bot_id: 'BAH5CA16Z',
    type: 'message',
    text: "This content can't be displayed.",
    user: 'UAJ2RU415',
    ts: '1548261231.000200',
    app_id: 'AABA1ABCD',
    blocks: [],
    team: 'T9TK3CUKW',
  },
  state: { values: {} },
  response_url: 'https://hooks.slack.com/actions/AABA1ABCD/1232321423432/D09sSasdasdAS9091209',
  actions: [
    {
      action_id: 'desk:1',
      block_id: '=qXel',
      text: { type: 'plain_text', text: 'Claim', emoji: true },
      value: 'sealed',
      type: 'button',
      action_ts: '1548426417.840180',
    },
  ],
};

export const modalSubmission = {
  type: 'view_submission',
  team: { id: 'T061EG9R6', domain: 'example' },
  user: { id: 'U2147483697', username: 'mira', name: 'mira', team_id: 'T061EG9R6' },
  api_app_id: 'A0FFV41KK',
  token: 'legacy-fixed-token',
  trigger_id: '156772938.1827394',
  view: {
    id: 'VNHU13V36',
    team_id: 'T061EG9R6',
    type: 'modal',
    blocks: [
      { type: 'context', block_id: 'x1', elements: [] },
      { type: 'input', block_id: 'subject', label: {}, element: { type: 'plain_text_input', action_id: 'value' } },
    ],
    private_metadata:
      '{"intent":"open","params":{"urgency":"high"},"channel":"C061EG9SL","thread":"1355517523.000005"}',
    callback_id: 'desk:form',
    state: { values: { subject: { value: { type: 'plain_text_input', value: 'VPN' } } } },
    hash: '156663117.cd33ad1f',
    title: { type: 'plain_text', text: 'Open a ticket', emoji: true },
    clear_on_close: false,
    notify_on_close: false,
    close: null,
    submit: { type: 'plain_text', text: 'Send', emoji: true },
    previous_view_id: null,
    root_view_id: 'VNHU13V36',
    app_id: 'A0FFV41KK',
    external_id: '',
    app_installed_team_id: 'T061EG9R6',
    bot_id: 'BN00000',
  },
  response_urls: [],
  is_enterprise_install: false,
  enterprise: null,
};
