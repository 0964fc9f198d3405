import { InvalidOptionError } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createDispatcher, type DispatcherOptions } from './createDispatcher.ts'

function make(env: DispatcherOptions['env']) {
  return createDispatcher({ connectionCount: 1, proxyUrl: undefined, ca: [], env })
}

test.each([
  ['HTTPS_PROXY', 'proxy.secret:3128'],
  ['https_proxy', 'http://user:sec%ret@proxy.example'],
  ['HTTP_PROXY', 'http://us er:secret@ho st'],
  ['http_proxy', 'socks5://me:secret@proxy.example'],
])('error: %s in a form that is no URL of a proxy is refused by its name, and not shown', (name, value) => {
  let thrown: unknown
  try {
    make({ [name]: value })
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(InvalidOptionError)
  expect(String(thrown)).toContain(name)
  expect(`${thrown} ${JSON.stringify(thrown)}`).not.toMatch(/sec%?ret/)
})

test('behavior: an empty variable is none, and one that another overrides is not looked at', async () => {
  const dispatcher = make({ HTTPS_PROXY: '', http_proxy: 'http://me:p%40ss@proxy.example', HTTP_PROXY: 'secret' })
  expect(dispatcher.constructor.name).toBe('EnvHttpProxyAgent')
  await dispatcher.close()
})
