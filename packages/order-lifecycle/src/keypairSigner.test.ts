import { isSdexError } from '@sdex/primitives'
import { Keypair } from '@stellar/stellar-sdk/base'
import { expect, test } from 'vitest'
import { keypair } from '../test/fakeNetwork.ts'
import { InvalidSecretError } from './errors.ts'
import { keypairSigner } from './keypairSigner.ts'

test('behavior: signs a hash for the account of its secret', async () => {
  const signer = keypairSigner(`${keypair.secret()}\n`)
  const hash = new Uint8Array(32).fill(1)
  expect(signer.publicKey).toBe(keypair.publicKey())
  expect(Keypair.fromPublicKey(signer.publicKey).verify(hash, await signer.sign(hash))).toBe(true)
})

test('behavior: shows no secret to whoever looks into it', () => {
  expect(JSON.stringify(keypairSigner(keypair.secret()))).not.toContain(keypair.secret().slice(0, 8))
})

const typingError = `${keypair.secret().slice(0, -1)}A`

test.each([typingError, keypair.secret().slice(1), keypair.publicKey(), '', 'correct horse battery staple'])(
  'error: refuses what is no secret, and keeps nothing of it',
  (text) => {
    const error = caught(() => keypairSigner(text))
    expect(error).toBeInstanceOf(InvalidSecretError)
    expect(isSdexError(error) && error.input).toBeUndefined()
    expect(error instanceof Error && error.cause).toBeUndefined()
    if (text !== '') expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(text)
  },
)

function caught(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}
