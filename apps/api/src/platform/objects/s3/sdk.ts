import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';

/** The parts of the AWS SDK in use, with one client. */
export type S3Sdk = typeof import('@aws-sdk/client-s3') & Pick<typeof import('@aws-sdk/lib-storage'), 'Upload'> & { readonly client: S3Client };

/** Loads the SDK, which takes more memory than the rest of a receiver: only sites with an S3 store pay for it. */
export async function loadS3(config: S3ClientConfig): Promise<S3Sdk> {
  const [sdk, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')]);
  return { ...sdk, Upload, client: new sdk.S3Client(config) };
}
