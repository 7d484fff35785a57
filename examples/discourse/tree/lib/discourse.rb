module Discourse
end
