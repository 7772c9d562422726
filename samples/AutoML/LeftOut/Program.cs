Console.Error.WriteLine("AutoML: this program was built without the package Microsoft.ML.AutoML: the feed lacks it, or the build is on polyfills, and none stands in for it. ./build.sh packages says which.");
return 2;
