import { type Breakages, header } from '../breakage.ts'

export const compressionBreakages: Breakages = {
  426: header('content-encoding', 'gzip'),
  427: header('content-encoding', 'deflate'),
  428: header('vary', 'Origin'),
}
