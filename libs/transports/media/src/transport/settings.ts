import path from 'node:path';
import { settingsSchema } from '@causeway/transport-kit';
import { z } from 'zod';

const schema = z.object({
  folder: z.string().trim().min(1).max(1000).refine((text) => path.isAbsolute(text), 'must be a whole path, from the root').meta({
    title: 'Folder', description: 'Where disc images are put: the in-tray of a disc burner, or a share. It must be there already.',
  }),
  format: z.enum(['iso', 'zip']).default('iso').meta({ title: 'Format', description: 'ISO for burning, ZIP for copying.' }),
  from: z.string().trim().min(1).max(64).default('Causeway').meta({ title: 'Made by', description: 'Name of the house, printed into README.TXT.' }),
  contact: z.string().trim().max(120).optional().meta({ title: 'Questions to', description: 'Telephone or mail, printed into README.TXT.' }),
  marker: z.string().trim().min(1).max(255).regex(/^[^/\\]+$/, 'must be a file name').optional().meta({
    title: 'Marker file', description: 'A file that must be in the folder: guards against writing into the empty mount point of a share.', advanced: true,
  }),
});

export type MediaSettings = z.output<typeof schema>;
export const mediaSettings = settingsSchema(schema);
