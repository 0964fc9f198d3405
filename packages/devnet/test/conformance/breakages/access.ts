import { type Breakages, header, inBody, inEvents, status } from '../breakage.ts'

export const friendbotBreakages: Breakages = {
  415: inBody('"balance": "10000.0000000"', '"balance": "1000.0000000"'),
  416: status(200, /friendbot/),
  417: status(405, /^POST/),
  418: status(302),
}

export const rateLimitBreakages: Breakages = {
  419: header('x-ratelimit-limit', '3600'),
  420: header('x-ratelimit-remaining', '100', /nothing/),
  421: header('x-ratelimit-remaining', '100', /^GET/),
  422: {
    answer: (answer) =>
      answer.status === 429 ? { ...answer, headers: { ...answer.headers, 'retry-after': undefined } } : answer,
  },
  423: status(429, /^GET \/$/),
  424: header('x-ratelimit-limit', '101', /cursor=now/),
  425: inEvents('rate_limit_exceeded', 'https://stellar.org/horizon-errors/rate_limit_exceeded'),
}
