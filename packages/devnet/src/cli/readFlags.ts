import { type ParseArgsConfig, parseArgs } from 'node:util'
import { InvalidOptionError } from '@sdex/primitives'

type Options = NonNullable<ParseArgsConfig['options']>
type Config<Known extends Options> = {
  readonly args: readonly string[]
  readonly options: Known
  /** Whether there are arguments that are no flags. */
  readonly allowPositionals: boolean
}
type Read<Known extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Known; allowPositionals: boolean }>
>

/**
 * Reads flags by Node's own parser, which takes a negative number for a flag: here it is the value of the flag before it.
 *
 * @throws InvalidOptionError for what it does not know, in one line.
 */
export function readFlags<const Known extends Options>({
  args,
  options,
  allowPositionals,
}: Config<Known>): Read<Known> {
  try {
    return parseArgs({ args: joinNegative(args, options), options, allowPositionals })
  } catch (cause) {
    const [message] = cause instanceof Error ? cause.message.split(/\.\s|\.?\n/) : [String(cause)]
    throw new InvalidOptionError({ message: `${message}.`, remedy: 'See sdex-devnet --help.', cause })
  }
}

function joinNegative(args: readonly string[], options: Options): string[] {
  const joined: string[] = []
  for (const arg of args) {
    const flag = joined.at(-1)
    const takesValue = flag?.startsWith('--') === true && options[flag.slice(2)]?.type === 'string'
    if (takesValue && /^-\d/.test(arg)) joined[joined.length - 1] = `${flag}=${arg}`
    else joined.push(arg)
  }
  return joined
}
