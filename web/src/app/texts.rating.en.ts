import type { rating as zh } from './texts.rating.zh';

export const rating: typeof zh = {
  title: 'Rate the service',
  lead: 'This case is over: please say what the service was like. It is rated once; who is dissatisfied is called back.',
  satisfaction: 'How satisfied are you with the service?',
  aspects: 'What is that about? (several may be chosen)',
  aspectNames: {
    time: 'How long it took',
    manner: 'How I was met',
    guidance: 'What I was told beforehand',
    materials: 'What was asked of me',
    channel: 'How it could be handed in and followed',
    outcome: 'What was decided',
  },
  words: 'Anything else',
  wordsHint: 'Kept encrypted; those who deal with the case or the rating may read it, and every look is recorded.',
  send: 'Rate',
  thanks: 'Thank you for your rating.',
  thanksBad: 'Thank you for your rating. It was taken down as a complaint: somebody will call you back, and what comes of it stands below, under complaints.',
  given: 'Your rating',
  ofApplicant: 'The applicant’s rating',
  hasWords: 'The applicant said more: shown together with personal data',
};
