import { type Breakages, header, inBody, inEvents, status, withoutEvents } from '../breakage.ts'

export const streamBreakages: Breakages = {
  236: header('cache-control', 'no-cache, no-store, max-age=0'),
  237: header('latest-ledger', '12'),
  238: inEvents('retry: 1000', 'retry: 5000'),
  239: inEvents('hello', 'hi'),
  240: inEvents(/^id: /, 'event: message\nid: '),
  241: inEvents(/\{"_links":\{/, '{ "_links": {'),
  242: withoutEvents(/byebye/),
  243: { event: (text, index) => (index === 3 ? [] : [text]) },
  244: inEvents(/^id: /, 'id: 1'),
  245: inEvents(/^id: \d+/, 'id: 4294967296'),
  246: { event: (text, index) => (index === 2 ? [text, text] : [text]) },
  247: { event: (text, index) => (index === 2 ? [text, text] : [text]) },
  248: { event: (text) => [text, ': heartbeat'] },
  249: status(200),
  250: status(422),
  251: inBody('not_acceptable', 'bad_request', /fee_stats/),
}

export const liveStreamBreakages: Breakages = {
  252: inEvents(/^data: \{/, 'id: 1\ndata: {'),
  253: { on: /order_book/, event: (text, index) => (index === 1 ? [text, text] : [text]) },
  254: inEvents(/^retry: 10\nevent: close/, 'event: end'),
  255: { event: (text, index) => (index === 1 ? [text, text] : [text]) },
  256: { event: (text, index) => (index === 0 ? [text, 'id: 1\ndata: {}'] : [text]) },
  257: { event: (text, index) => (index === 0 ? [text, 'id: 1\ndata: {}'] : [text]) },
  258: inEvents(/^id: \d+-(\d)/, 'id: $1'),
  259: { event: (text, index) => (index === 1 ? [] : [text]) },
  260: inEvents('dHdv', 'b25l'),
}
