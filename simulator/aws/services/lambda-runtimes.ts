/** Which runtimes Lambda offers: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */

/** Runtimes with which functions can be created and updated. */
export const SUPPORTED_RUNTIMES: readonly string[] = [
    "dotnet8",
    "dotnet10",
    "java8.al2",
    "java11",
    "java17",
    "java21",
    "java25",
    "nodejs20.x",
    "nodejs22.x",
    "nodejs24.x",
    "provided.al2",
    "provided.al2023",
    "python3.10",
    "python3.11",
    "python3.12",
    "python3.13",
    "python3.14",
    "ruby3.3",
    "ruby3.4",
];

/** Runtimes that the provider still knows, and for which Lambda creates and updates no functions any more. */
export const ENDED_RUNTIMES: readonly string[] = [
    "dotnet5.0",
    "dotnet6",
    "dotnet7",
    "dotnetcore1.0",
    "dotnetcore2.0",
    "dotnetcore2.1",
    "dotnetcore3.1",
    "go1.x",
    "java8",
    "nodejs",
    "nodejs4.3",
    "nodejs4.3-edge",
    "nodejs6.10",
    "nodejs8.10",
    "nodejs10.x",
    "nodejs12.x",
    "nodejs14.x",
    "nodejs16.x",
    "provided",
    "python2.7",
    "python3.6",
    "python3.7",
    "python3.8",
    "ruby2.5",
    "ruby2.7",
];

/** Deprecated, without patches, but not yet blocked. */
export const DEPRECATED_RUNTIMES: readonly string[] = ["nodejs18.x", "python3.9", "ruby3.2"];
