import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSecretFile } from './readSecretFile.ts'

const secret = `S${'A'.repeat(55)}`
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sdex-bot-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, content: string, mode = 0o600): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  await chmod(path, mode)
  return path
}

test('behavior: reads one line, whatever white space ends it', async () => {
  expect(await readSecretFile(await file('good', `${secret}\r\n`))).toEqual({ secret, warning: undefined })
})

test('behavior: warns when others can read the file', async () => {
  const path = await file('open', secret, 0o644)
  expect((await readSecretFile(path)).warning).toContain(`run chmod 600 ${path}`)
})

test.each([
  ['short', secret.slice(0, 50)],
  ['two keys', `${secret}\n${secret}`],
  ['empty', ''],
  ['a public key', `G${'A'.repeat(55)}`],
])('error: %s is no secret key, and is not shown', async (name, content) => {
  const path = await file(name, content)
  const failure = await readSecretFile(path).catch((error: unknown) => error)
  expect(String(failure)).toContain(path)
  expect(String(failure)).not.toContain('AAAA')
})

test('error: a missing file or a folder is named', async () => {
  await expect(readSecretFile(join(folder, 'none'))).rejects.toThrow('ENOENT')
  await expect(readSecretFile(folder)).rejects.toThrow('EISDIR')
})
