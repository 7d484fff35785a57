export default function Page() {
  return <img src="/customers/amy.png" alt="" />;
}
