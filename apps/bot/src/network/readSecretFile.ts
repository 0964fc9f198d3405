import { open } from 'node:fs/promises'
import { UsageError } from '../errors.ts'

/** A file's secret key, and whether others than its owner can read it. */
export type SecretFile = { readonly secret: string; readonly warning: string | undefined }

const longestFileBytes = 4096

/**
 * Reads the account's secret key: one line, `S` and 55 characters.
 *
 * @throws {@link UsageError} Naming the file, never what it holds.
 */
export async function readSecretFile(file: string): Promise<SecretFile> {
  const { text, mode } = await read(file)
  const secret = text.trim()
  if (!/^S[A-Z2-7]{55}$/.test(secret)) throw badSecret(file)
  const openToOthers = process.platform !== 'win32' && (mode & 0o077) !== 0
  return {
    secret,
    warning: openToOthers
      ? `warning: others can read the secret key in ${file} (mode ${(mode & 0o777).toString(8)}): run chmod 600 ${file}`
      : undefined,
  }
}

/** What is said of a file whose content is not a secret key. */
export function badSecret(file: string): UsageError {
  return new UsageError({
    message: `${file} does not hold a secret key.`,
    remedy: 'It takes one line, the key that starts with S.',
  })
}

async function read(file: string): Promise<{ text: string; mode: number }> {
  try {
    await using handle = await open(file, 'r')
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(longestFileBytes) })
    return { text: buffer.toString('utf8', 0, bytesRead), mode: (await handle.stat()).mode }
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable'
    throw new UsageError({
      message: `Cannot read the secret file ${file} (${reason}).`,
      remedy: 'Give a file that you can read with --secret-file.',
      cause,
    })
  }
}
