import { ConfigError } from "../../connect/index.ts";

/**
 * A token for MSK's IAM authentication. The signer and the parts of the AWS SDK that it stands on are loaded only here.
 *
 * @param options Of the login module: `awsRoleArn`, `awsRoleSessionName`, `awsProfileName`.
 */
export async function mskIamToken(
  bootstrapServers: string,
  options: Readonly<Record<string, string>>,
): Promise<string> {
  const region = regionOf(bootstrapServers);
  const { awsRoleArn, awsRoleSessionName, awsProfileName } = options;
  const { generateAuthToken, generateAuthTokenFromProfile, generateAuthTokenFromRole } =
    await import("aws-msk-iam-sasl-signer-js");
  if (awsRoleArn !== undefined) {
    const session = awsRoleSessionName === undefined ? {} : { awsRoleSessionName };
    return (await generateAuthTokenFromRole({ region, awsRoleArn, ...session })).token;
  }
  if (awsProfileName !== undefined) return (await generateAuthTokenFromProfile({ region, awsProfileName })).token;
  return (await generateAuthToken({ region })).token;
}

function regionOf(bootstrapServers: string): string {
  const [, named] = /\.kafka(?:-serverless)?\.([a-z0-9-]+)\.amazonaws\.com/.exec(bootstrapServers) ?? [];
  const region = named ?? process.env["AWS_REGION"];
  if (region !== undefined) return region;
  throw new ConfigError(
    `The AWS region of MSK can't be told from bootstrap.servers=${bootstrapServers}: set the environment variable AWS_REGION`,
  );
}
