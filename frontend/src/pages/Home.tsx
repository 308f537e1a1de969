import { Link } from "react-router";

import { APIS } from "./apis";

export function Home() {
  return (
    <>
      <title>Care Home Data</title>
      <h1>Know what is known about a care home</h1>
      <p className="lead">
        One test asks {APIS.length} public and commercial data sources about a home and puts their answers side by side.
      </p>
      <p>
        <Link className="button" to="/test">
          Start a test
        </Link>
      </p>
      <ul className="sources">
        {APIS.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
    </>
  );
}
