import { createServer, type IncomingMessage } from "node:http";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { mskIamToken } from "../../../../lib/adapters/kafkajs/msk-iam.ts";
import { clientCredentialsToken } from "../../../../lib/adapters/kafkajs/oauth-bearer.ts";

afterEach(() => vi.unstubAllEnvs());

describe("the client credentials grant", () => {
  const client = { clientId: "me:too", clientSecret: "s3cret", scope: "kafka" };

  /** An authorisation server that answers like that; gives its address and what it was asked. */
  async function authorizationServer(status: number, answer: string) {
    const asked: { readonly authorization: string | undefined; readonly body: string }[] = [];
    const read = async (request: IncomingMessage): Promise<string> => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      return body;
    };
    const server = createServer((request, response) => {
      void read(request).then((body) => {
        asked.push({ authorization: request.headers.authorization, body });
        return response.writeHead(status, { "content-type": "application/json" }).end(answer);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    return { endpoint: `http://127.0.0.1:${port}/token`, asked };
  }

  test("gives the server's token", async () => {
    const { endpoint, asked } = await authorizationServer(200, '{"access_token":"t0ken","expires_in":60}');
    expect(await clientCredentialsToken(endpoint, client)).toBe("t0ken");
    const basic = Buffer.from("me%3Atoo:s3cret").toString("base64");
    expect(asked).toEqual([{ authorization: `Basic ${basic}`, body: "grant_type=client_credentials&scope=kafka" }]);
  });

  test.each([
    [401, '{"error":"invalid_client"}', /401/],
    [200, "{}", /no access_token/],
    [200, "oops", /JSON/],
  ])("an answer of %d %s names the endpoint and no secret", async (status, answer, reason) => {
    const { endpoint } = await authorizationServer(status, answer);
    const error: unknown = await clientCredentialsToken(endpoint, client).catch((caught: unknown) => caught);
    expect(error).toHaveProperty("message", expect.stringContaining(endpoint));
    expect(error).toHaveProperty("message", expect.stringMatching(reason));
    expect(String(error)).not.toContain("s3cret");
  });
});

describe("a token for MSK", () => {
  const servers = "b-1.mine.abc123.c2.kafka.eu-west-1.amazonaws.com:9098";
  const signedFor = (token: string): URL => new URL(Buffer.from(token, "base64url").toString());

  function stubCredentials(): void {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "example");
  }

  test("is signed for the region of the bootstrap servers", async () => {
    stubCredentials();
    vi.stubEnv("AWS_REGION", "us-east-1");
    const url = signedFor(await mskIamToken(servers, {}));
    expect(url.host).toBe("kafka.eu-west-1.amazonaws.com");
    expect(url.searchParams.get("Action")).toBe("kafka-cluster:Connect");
    expect(url.searchParams.get("X-Amz-Credential")).toMatch(/^AKIDEXAMPLE\/\d+\/eu-west-1\/kafka-cluster\//);
  });

  test("takes the region of the environment where the servers' names say nothing", async () => {
    stubCredentials();
    vi.stubEnv("AWS_REGION", "eu-central-1");
    expect(signedFor(await mskIamToken("private.example:9098", {})).host).toBe("kafka.eu-central-1.amazonaws.com");
  });

  test("says what is missing where nothing tells the region", async () => {
    vi.stubEnv("AWS_REGION", undefined);
    await expect(mskIamToken("private.example:9098", {})).rejects.toThrow(/AWS_REGION/);
  });
});
