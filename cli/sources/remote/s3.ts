import type { AwsClient } from "aws4fetch";
import { UnreadableError } from "../../inputs/openFile.js";

export function isS3(path: string): boolean {
  return /^s3:\/\//i.test(path);
}

/** Where an object is: s3://bucket/key. */
interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

function placeOf(path: string): ObjectPlace {
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(path) ?? [];
  if (bucket === "") throw new UnreadableError("names no bucket; write s3://bucket/key");
  return { bucket, key };
}

const setting = (name: string): string | undefined => {
  const value = process.env[name];
  return value === "" ? undefined : value;
};

function region(): string {
  return setting("AWS_REGION") ?? setting("AWS_DEFAULT_REGION") ?? "us-east-1";
}

/** The address of a bucket: at a server of one's own by its path, at Amazon's by its name. */
function bucketUrl(bucket: string): string {
  const endpoint = setting("AWS_ENDPOINT_URL_S3") ?? setting("AWS_ENDPOINT_URL");
  if (endpoint !== undefined) return `${endpoint.replace(/\/+$/, "")}/${encodeURIComponent(bucket)}`;
  const host = `s3.${region()}.amazonaws.com`;
  // The server's certificate is of names without dots.
  return bucket.includes(".") ? `https://${host}/${bucket}` : `https://${bucket}.${host}`;
}

function objectUrl(path: string): URL {
  const { bucket, key } = placeOf(path);
  const encoded = key.split("/").map(encodeURIComponent).join("/");
  const url = new URL(`${bucketUrl(bucket)}/${encoded}`);
  // Addresses cannot name what is called "..".
  if (!url.pathname.endsWith(`/${encoded}`))
    throw new UnreadableError("no address can name an object whose key holds . or .. as a folder");
  return url;
}

let client: { readonly keys: string; readonly client: AwsClient } | undefined;

/** A request for an object, or a list of objects, signed where there are keys; public buckets need none. */
async function signed(url: URL, headers: Readonly<Record<string, string>>): Promise<Request> {
  const accessKeyId = setting("AWS_ACCESS_KEY_ID");
  const secretAccessKey = setting("AWS_SECRET_ACCESS_KEY");
  if (accessKeyId === undefined || secretAccessKey === undefined) return new Request(url, { headers });
  const sessionToken = setting("AWS_SESSION_TOKEN");
  const keys = JSON.stringify([accessKeyId, secretAccessKey, sessionToken, region()]);
  if (client?.keys !== keys) {
    // Few runs read what is far away.
    const { AwsClient } = await import("aws4fetch");
    const session = sessionToken === undefined ? {} : { sessionToken };
    const own = { accessKeyId, secretAccessKey, ...session, service: "s3", region: region() };
    client = { keys, client: new AwsClient(own) };
  }
  return client.client.sign(url.href, { headers });
}

/** Of the objects whose keys begin so: where a list of them goes on. */
export interface Listing {
  readonly after: string | undefined;
}

/** The request for an object, or for a list of those whose keys begin as the path's. */
export function signedRequest(
  path: string,
  headers: Readonly<Record<string, string>>,
  list: Listing | undefined,
): Promise<Request> {
  return signed(list === undefined ? objectUrl(path) : listUrl(path, list), headers);
}

function listUrl(path: string, { after }: Listing): URL {
  const { bucket, key } = placeOf(path);
  const url = new URL(`${bucketUrl(bucket)}/`);
  url.searchParams.set("list-type", "2");
  url.searchParams.set("prefix", key);
  if (after !== undefined) url.searchParams.set("continuation-token", after);
  return url;
}

/** What a list of objects says. */
export interface ObjectList {
  readonly keys: readonly string[];
  /** Where the next list goes on. */
  readonly next: string | undefined;
}

/** Reads the XML of ListObjectsV2, of which nothing but keys matters. */
export function readObjectList(xml: string): ObjectList {
  if (!/<ListBucketResult[\s>]/.test(xml)) throw new UnreadableError("the server's list of objects is none");
  const keys = [...xml.matchAll(/<Contents>.*?<Key>(.*?)<\/Key>.*?<\/Contents>/gs)].map(([, key]) =>
    unescaped(key as string),
  );
  const token = /<NextContinuationToken>(.*?)<\/NextContinuationToken>/s.exec(xml)?.[1];
  const isMore = /<IsTruncated>\s*true\s*<\/IsTruncated>/.test(xml);
  if (isMore && token === undefined) throw new UnreadableError("the server's list of objects is cut short");
  return { keys, next: isMore ? unescaped(token as string) : undefined };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** What S3 says in its own words, and what helps. */
export function s3Refusal(status: number, headers: Headers, body: string): string {
  const code = /<Code>([^<]{1,80})<\/Code>/.exec(body)?.[1];
  const words = code === undefined ? "" : ` (${code})`;
  const other = headers.get("x-amz-bucket-region");
  if ((status === 301 || status === 400) && other !== null)
    return `${words}: the bucket is in ${other}; set AWS_REGION=${other}`;
  if (status === 404) return `${words}: there is no such ${code === "NoSuchBucket" ? "bucket" : "object"}`;
  if (status === 401 || status === 403) {
    return setting("AWS_ACCESS_KEY_ID") === undefined
      ? `${words}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`
      : `${words}: it may not be read with the keys of AWS_ACCESS_KEY_ID, or AWS_SESSION_TOKEN has expired`;
  }
  return words;
}
