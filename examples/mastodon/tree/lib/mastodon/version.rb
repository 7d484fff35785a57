module Mastodon
end
