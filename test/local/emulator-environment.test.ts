import { emulatorEnvironment } from "../../local/emulator/environment";
import { localPort, readEmulatorSettings } from "../../local/emulator/settings";

const settings = readEmulatorSettings({ LOCAL_DATA_DIR: "/data" });

it("is at LocalStack's port unless the environment has it elsewhere", () => {
  expect(settings).toEqual({
    endpoint: "http://localhost:4566",
    rekognitionEndpoint: "http://localhost:4568",
    directory: "/data/emulator",
  });
  expect(readEmulatorSettings({ AWS_ENDPOINT_URL: "http://localhost:1234/" }).endpoint).toBe("http://localhost:1234");
  expect(() => readEmulatorSettings({ AWS_ENDPOINT_URL: "localhost:4566" })).toThrow(
    /AWS_ENDPOINT_URL is "localhost:4566"/,
  );
});

it("is started only at an address of this machine", () => {
  expect(localPort("http://localhost:4566")).toBe(4566);
  expect(localPort("http://127.0.0.1:80")).toBe(80);
  expect(localPort("https://name-4566.app.github.dev")).toBeUndefined();
});

it("leads to the emulator alone: no profile, no credentials and no state bucket of a real AWS are left", () => {
  const env = emulatorEnvironment(
    {
      PATH: "/bin",
      AWS_PROFILE: "work",
      AWS_SESSION_TOKEN: "secret",
      AWS_ACCESS_KEY_ID: "AKIA",
      AWS_ENDPOINT_URL_S3: "https://s3.example",
      TF_STATE_BUCKET: "states",
    },
    settings,
  );
  expect(env).toMatchObject({
    PATH: "/bin",
    AWS_ENDPOINT_URL: "http://localhost:4566",
    AWS_ENDPOINT_URL_REKOGNITION: "http://localhost:4568",
    AWS_ACCESS_KEY_ID: "test",
    TF_STATE_BUCKET: "",
  });
  for (const name of ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3"]) expect(env).not.toHaveProperty(name);
});

it("takes what names a thing of an account from the environment, but not from .env", () => {
  expect(emulatorEnvironment({}, settings)).toMatchObject({ EXISTING_ROLE_NAME: "", VPC_ID: "", CERTIFICATE_ARN: "" });
  expect(emulatorEnvironment({ EXISTING_ROLE_NAME: "LabRole" }, settings).EXISTING_ROLE_NAME).toBe("LabRole");
});

it("has an API key that the emulator and AWS both accept", () => {
  expect(emulatorEnvironment({}, settings).TF_VAR_ec2_api_key).toMatch(/^[\w-]{20,128}$/);
});
