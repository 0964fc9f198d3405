import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FixedAnswer } from './children.ts'

process.once('message', (answer: FixedAnswer) => {
  const body = Buffer.from(answer.body)
  const server = createServer({ noDelay: true }, (_, response) => response.writeHead(200, answer.headers).end(body))
  server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
})
process.once('disconnect', () => process.exit())
