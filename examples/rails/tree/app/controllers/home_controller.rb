class HomeController
end
